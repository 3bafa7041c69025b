using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The phone page in a stock Firefox.</summary>
public sealed class FirefoxTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Fact]
    public async Task A_firefox_and_a_chromium_call_each_other_with_video()
    {
        await using var browser = await FirefoxBrowser.StartAsync();
        var alice = new FirefoxPhone(browser);
        var address = home.Server.TakeAccount();
        await alice.LogInAsync(home.Server.Page, address);
        await using var bob = await home.LogInAsync();

        await alice.CallAsync(bob.Address, video: true);
        await bob.AnswerWithVideoAsync();
        await TalkAsync(alice, bob);
        await alice.HangUpAsync();
        await bob.EndedTextAsync();

        await bob.CallAsync(address, video: true);
        await alice.AnswerWithVideoAsync();
        await TalkAsync(alice, bob);
        await bob.HangUpAsync();
        await alice.WaitForEndAsync();
    }

    private static async Task TalkAsync(FirefoxPhone firefox, PhonePage chromium)
    {
        await chromium.WaitForTalkAsync();
        await firefox.WaitForAudioAndVideoAsync();
        await chromium.WaitForAudioAsync();
        await chromium.WaitForVideoAsync();
    }
}
