using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests.Sipp;

/// <summary>A browser calls SIPp, a phone that takes PCMU alone and returns what it hears.</summary>
public sealed class CalleeTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private const string Echo = "-rtp_echo";

    [Fact]
    public async Task Early_media_are_heard_and_digits_go_as_INFO()
    {
        await using var phone = await SippScenario.WaitAsync(
            Steps.Ring + Steps.Answer("183 Session Progress") + Steps.Digit('5') + Steps.Accepted + Steps.Digit('#') + Steps.Log("heard") + Steps.WaitForEnd, Echo);
        await using var alice = await home.LogInAsync();
        await alice.CallAsync($"sipp@127.0.0.1:{phone.Port}");
        await alice.WaitForRingbackAsync();
        await alice.WaitForAudioAsync();
        await alice.PressKeysAsync("5");
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await alice.PressKeysAsync("#");
        await Eventually.IsTrueAsync(() => phone.Log() is ["heard"], () => "no digit");
        await alice.HangUpAsync();
        await phone.SucceedAsync();
    }

    [Fact]
    public async Task A_new_INVITE_without_offer_gets_one_and_the_call_goes_on()
    {
        await using var phone = await SippScenario.WaitAsync(
            Steps.Ring + Steps.Accepted + Steps.Digit('1') + Steps.ReinviteWithoutOffer + Steps.Log("agreed") + Steps.WaitForEnd, Echo);
        await using var alice = await home.LogInAsync();
        await alice.CallAsync($"sipp@127.0.0.1:{phone.Port}");
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await alice.PressKeysAsync("1");
        await Eventually.IsTrueAsync(() => phone.Log() is ["agreed"], () => "no agreement");
        await alice.WaitForAudioAsync();
        await alice.HangUpAsync();
        await phone.SucceedAsync();
    }

    /// <summary>Timer B of RFC 3261 section 17.1.1.2: half a minute.</summary>
    [Fact]
    public async Task A_phone_that_says_nothing_is_asked_again_and_then_given_up()
    {
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()));
        await using var alice = await home.LogInAsync();
        await alice.CallAsync($"nobody@127.0.0.1:{((IPEndPoint)phone.Client.LocalEndPoint!).Port}");
        Assert.Equal("nobody does not answer.", await alice.EndedTextAsync());
        var invites = new List<string>();
        while (phone.Available > 0)
        {
            invites.Add(Encoding.UTF8.GetString((await phone.ReceiveAsync()).Buffer));
        }

        Assert.True(invites.Count > 2, $"{invites.Count}");
        Assert.Single(invites.Distinct());
        Assert.StartsWith("INVITE ", invites[0], StringComparison.Ordinal);
    }
}
