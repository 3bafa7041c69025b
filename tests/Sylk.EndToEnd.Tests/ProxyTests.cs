using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The gateway as an operator runs it: in front of a proxy that has the accounts, here Kamailio.</summary>
public abstract class ProxyTests(ProxyDomain domain)
{
    [Fact]
    public async Task A_browser_calls_a_phone_of_the_proxy_and_is_called_by_it()
    {
        await using var bob = await domain.StartBaresipAsync();
        await using var alice = await domain.LogInAsync();

        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        await bob.WaitForSoundAsync();
        await bob.CommandAsync("hangup");
        Assert.StartsWith("Call ended.", await alice.EndedTextAsync(), StringComparison.Ordinal);

        await bob.CommandAsync("dial", $"sip:{alice.Address}");
        await alice.AnswerAsync();
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        await bob.WaitForSoundAsync();
        await alice.HangUpAsync();
        await bob.WaitForEventAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task Two_browsers_call_each_other_through_the_proxy()
    {
        await using var alice = await domain.LogInAsync();
        await using var bob = await domain.LogInAsync();
        await alice.CallAsync(bob.Address, video: true);
        await bob.AnswerWithVideoAsync();
        foreach (var page in (PhonePage[])[alice, bob])
        {
            await page.WaitForTalkAsync();
            await page.WaitForAudioAsync();
            await page.WaitForVideoAsync();
        }

        await alice.ToggleHoldAsync();
        await bob.WaitForHoldAsync(here: false, there: true);
        await alice.ToggleHoldAsync();
        await bob.WaitForHoldAsync(here: false, there: false);
        await bob.WaitForAudioAsync();
        await bob.HangUpAsync();
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task The_proxy_hands_calls_to_an_application()
    {
        await using var alice = await domain.LogInAsync();
        await alice.CallAsync("echo@sip.test", video: true);
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await alice.WaitForVideoAsync();
        await alice.HangUpAsync();
        await alice.EndedTextAsync();
    }

    [Theory]
    [InlineData("busy", "busy is busy.")]
    [InlineData("decline", "decline declined the call.")]
    [InlineData("gone", "gone cannot be reached right now.")]
    [InlineData("nobody", "There is nobody at nobody@sip.test.")]
    public async Task What_the_proxy_answers_is_said_in_plain_words(string user, string words)
    {
        await using var alice = await domain.LogInAsync();
        await alice.CallAsync($"{user}@sip.test");
        Assert.Equal(words, await alice.EndedTextAsync());
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        await using var page = await domain.OpenPageAsync();
        await page.LogInAsync("mallory@sip.test", "guessed");
        Assert.Equal("Wrong account or password.", await page.LoginErrorAsync());
    }
}

public sealed class UdpProxyTests(UdpProxyDomain domain) : ProxyTests(domain), IClassFixture<UdpProxyDomain>;

public sealed class TcpProxyTests(TcpProxyDomain domain) : ProxyTests(domain), IClassFixture<TcpProxyDomain>;
