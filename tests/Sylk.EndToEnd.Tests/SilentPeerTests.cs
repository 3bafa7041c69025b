using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>A phone that falls silent in the middle of a call: it stands still, as one whose network is gone.</summary>
public sealed class SilentPeerTests
{
    [Fact]
    public async Task A_call_ends_when_nothing_comes_of_the_phone_any_more()
    {
        await using var server = await SylkServer.StartAsync(new SettingChange("sylk.toml", "[rtp]", "[rtp]\ntimeout = 2"));
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var bob = await BaresipPhone.StartAsync(server.TakeAccount(), "demo", $"127.0.0.1:{server.SipPort}");
        await bob.WaitForRegistrationAsync();
        await using var alice = await chromium.OpenPhoneAsync(server.Page);
        await alice.LogInAsync(server.TakeAccount());
        await alice.WaitForLoginAsync();
        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        bob.Freeze();
        Assert.NotEmpty(await alice.EndedTextAsync());
    }
}
