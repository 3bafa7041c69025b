using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The phone page over HTTPS and Secure WebSocket, with a certificate the server made itself.</summary>
public sealed class SecurePageTests
{
    [Fact]
    public async Task Two_tabs_call_each_other_over_https()
    {
        await using var server = await SylkServer.StartAsync(new SettingChange("sylk.toml", "[web]", "[web]\ncertificate = \"self-signed\""));
        await using var chromium = await ChromiumBrowser.StartAsync();
        await using var alice = await LogInAsync(server, chromium);
        await using var bob = await LogInAsync(server, chromium);
        await alice.CallAsync(bob.Address, video: true);
        await bob.AnswerWithVideoAsync();
        await alice.WaitForTalkAsync();
        foreach (var page in (PhonePage[])[alice, bob])
        {
            await page.WaitForAudioAsync();
            await page.WaitForVideoAsync();
        }

        await alice.HangUpAsync();
        await bob.EndedTextAsync();
    }

    private static async Task<PhonePage> LogInAsync(SylkServer server, ChromiumBrowser chromium)
    {
        var page = await chromium.OpenPhoneAsync(server.SecurePage);
        await page.LogInAsync(server.TakeAccount());
        await page.WaitForLoginAsync();
        Assert.StartsWith("wss:", await page.Page.EvaluateAsync<string>("window.sylkPhone.connection.url"), StringComparison.Ordinal);
        return page;
    }
}
