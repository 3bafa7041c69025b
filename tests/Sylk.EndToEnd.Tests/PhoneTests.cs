using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>baresip at the home domain of the server with the shipped settings.</summary>
public sealed class PhoneTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Two_phones_register_and_call_each_other(string transport)
    {
        await using var alice = await home.StartBaresipAsync(transport);
        await using var bob = await home.StartBaresipAsync(transport);
        await PhoneCall.TalkAsync(alice, bob);
    }

    [Fact]
    public async Task A_phone_that_calls_echo_hears_itself()
    {
        await using var alice = await home.StartBaresipAsync();
        await alice.CommandAsync("dial", "sip:echo@sylk.test");
        await alice.WaitForEventAsync("CALL_ESTABLISHED");
        await alice.WaitForRtpAsync();
        await MediaFlow.LastAsync();
        await alice.CommandAsync("hangup");
        await alice.WaitForToneAsync();
        var (sent, received) = await alice.WaitForSummaryAsync();
        Assert.True(sent > 50 && received > 50, $"{sent} {received}");
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_browser_calls_a_phone_and_a_phone_calls_a_browser(string transport)
    {
        await using var bob = await home.StartBaresipAsync(transport);
        await using var alice = await home.LogInAsync();

        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        await bob.WaitForSoundAsync();
        await alice.HangUpAsync();
        await alice.EndedTextAsync();
        await bob.WaitForEventAsync("CALL_CLOSED");

        await bob.CommandAsync("dial", $"sip:{alice.Address}");
        await alice.AnswerAsync();
        await alice.WaitForTalkAsync();
        await bob.WaitForEventAsync("CALL_ESTABLISHED");
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
        await bob.WaitForSoundAsync();
        await bob.CommandAsync("hangup");
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task A_browser_and_a_video_phone_see_each_other()
    {
        await using var bob = await home.StartBaresipAsync(video: true);
        await using var alice = await home.LogInAsync();
        await alice.CallAsync(bob.Address, video: true);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForPictureAsync();
        await alice.WaitForVideoAsync();
        await bob.WaitForRtpAsync("video");
        await bob.WaitForPictureAsync();
        await bob.CommandAsync("hangup");
        await alice.EndedTextAsync();
    }

    [Fact]
    public async Task Digits_pass_both_ways()
    {
        await using var bob = await home.StartBaresipAsync();
        await using var alice = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await bob.WaitForRtpAsync();

        await alice.PressKeysAsync("5#");
        await bob.WaitForDigitAsync('5');
        await bob.WaitForDigitAsync('#');

        var heard = alice.WaitForTonesAsync(770, 1336);
        await bob.CommandAsync("sndcode", "5");
        await heard;
    }

    [Fact]
    public async Task A_phone_on_hold_hears_nothing_until_it_is_resumed()
    {
        await using var bob = await home.StartBaresipAsync();
        await using var alice = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForAudioAsync();

        await alice.ToggleHoldAsync();
        await alice.WaitForHoldAsync(here: true, there: false);
        await alice.WaitForNoMediaAsync();
        await alice.ToggleHoldAsync();
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);

        await bob.CommandAsync("hold");
        await alice.WaitForHoldAsync(here: false, there: true);
        await bob.CommandAsync("resume");
        await alice.WaitForHoldAsync(here: false, there: false);
        await alice.WaitForTonesAsync(BaresipPhone.ToneFrequency);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_calls()
    {
        await using var server = await SylkServer.StartAsync();
        await using var alice = await BaresipPhone.StartAsync("alice@sylk.test", "demo", $"127.0.0.1:{server.SipPort}");
        await alice.WaitForRegistrationAsync();
        await using var bob = await home.OpenPageAsync(server);
        await bob.LogInAsync("bob@sylk.test");
        await bob.WaitForLoginAsync();
        await bob.CallAsync(alice.Address);
        await alice.WaitForEventAsync("CALL_INCOMING");
        await alice.CommandAsync("accept");
        await bob.WaitForTalkAsync();
        Assert.Equal(0, await server.StopAsync());
        await alice.WaitForEventAsync("CALL_CLOSED");
    }
}
