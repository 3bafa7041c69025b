using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>linphone at the home domain of the server with the shipped settings.</summary>
public sealed class LinphoneTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_browser_calls_a_phone_and_a_phone_calls_a_browser(string transport)
    {
        await using var bob = await home.StartLinphoneAsync(transport);
        await using var alice = await home.LogInAsync();

        await alice.CallAsync(bob.Address);
        await bob.AnswerAsync();
        await alice.WaitForTalkAsync();
        await alice.WaitForTonesAsync(LinphonePhone.ToneFrequency);
        await MediaFlow.LastAsync();
        await alice.HangUpAsync();
        await alice.EndedTextAsync();
        await bob.WaitForEndAsync();
        await bob.WaitForSoundAsync();

        await bob.CallAsync(alice.Address);
        await alice.AnswerAsync();
        await alice.WaitForTalkAsync();
        await alice.WaitForTonesAsync(LinphonePhone.ToneFrequency);
        await MediaFlow.LastAsync();
        await bob.HangUpAsync();
        await alice.EndedTextAsync();
        await bob.WaitForSoundAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_linphone_and_a_baresip_call_each_other(bool linphoneCalls)
    {
        await using var linphone = await home.StartLinphoneAsync();
        await using var baresip = await home.StartBaresipAsync();
        if (linphoneCalls)
        {
            await linphone.CallAsync(baresip.Address);
            await baresip.WaitForEventAsync("CALL_INCOMING");
            await baresip.CommandAsync("accept");
        }
        else
        {
            await baresip.CommandAsync("dial", $"sip:{linphone.Address}");
            await linphone.AnswerAsync();
        }

        await baresip.WaitForEventAsync("CALL_ESTABLISHED");
        await baresip.WaitForRtpAsync();
        await MediaFlow.LastAsync();
        await linphone.HangUpAsync();
        await baresip.WaitForEventAsync("CALL_CLOSED");
        await linphone.WaitForToneAsync(BaresipPhone.ToneFrequency);
        await baresip.WaitForToneAsync(LinphonePhone.ToneFrequency);
    }
}
