using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The phone page in Chromium against the server with the shipped settings.</summary>
public sealed class PhonePageTests : IAsyncLifetime
{
    private SylkServer _server = null!;
    private ChromiumBrowser _chromium = null!;

    public async Task InitializeAsync()
    {
        _server = await SylkServer.StartAsync();
        _chromium = await ChromiumBrowser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_calls_echo_hears_and_sees_himself()
    {
        var alice = await LoggedInAsync("alice@sylk.test");
        await alice.CallAsync("echo@sylk.test", video: true);
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await alice.WaitForVideoAsync();
        await alice.HangUpAsync();
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task Two_tabs_call_each_other()
    {
        var alice = await LoggedInAsync("alice@sylk.test");
        var bob = await LoggedInAsync("bob@sylk.test");
        await alice.CallAsync("bob@sylk.test");
        await bob.AnswerAsync();
        await alice.WaitForTalkAsync();
        await bob.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await bob.WaitForAudioAsync();
        await bob.HangUpAsync();
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task A_call_may_be_declined()
    {
        var alice = await LoggedInAsync("alice@sylk.test");
        var bob = await LoggedInAsync("bob@sylk.test");
        await alice.CallAsync("bob@sylk.test");
        await bob.DeclineAsync();
        Assert.NotEmpty(await alice.EndedTextAsync());
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        var page = await _chromium.OpenPhoneAsync(_server.Page);
        await page.LogInAsync("alice@sylk.test", "wrong");
        await page.Page.WaitForSelectorAsync("#login-error", new() { State = Microsoft.Playwright.WaitForSelectorState.Visible });
        Assert.NotEmpty(await page.Page.InnerTextAsync("#login-error"));
    }

    private async Task<PhonePage> LoggedInAsync(string account)
    {
        var page = await _chromium.OpenPhoneAsync(_server.Page);
        await page.LogInAsync(account);
        await page.WaitForLoginAsync();
        return page;
    }
}
