using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>The phone page in Chromium against the server with the shipped settings: from login to hang-up.</summary>
public sealed class PhonePageTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Fact]
    public async Task Who_calls_echo_hears_and_sees_himself()
    {
        await using var alice = await home.LogInAsync("alice@sylk.test");
        await alice.CallAsync("echo@sylk.test", video: true);
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await alice.WaitForVideoAsync();
        await alice.HangUpAsync();
        Assert.StartsWith("Call ended.", await alice.EndedTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_tabs_call_each_other_and_either_hangs_up(bool callerHangsUp)
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.AnswerAsync();
        await alice.WaitForTalkAsync();
        await bob.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await bob.WaitForAudioAsync();
        var (first, second) = callerHangsUp ? (alice, bob) : (bob, alice);
        await first.HangUpAsync();
        Assert.StartsWith("Call ended", await second.EndedTextAsync(), StringComparison.Ordinal);
        await second.WaitForNoMediaAsync();
    }

    [Fact]
    public async Task A_caller_who_gives_up_stops_the_ringing_and_is_listed_as_missed()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.WaitForRingingAsync();
        await alice.WaitForRingbackAsync();
        await alice.HangUpAsync();
        await bob.WaitForSilenceAsync();
        Assert.Equal("Call cancelled.", await alice.EndedTextAsync());
        Assert.Contains("missed", Assert.Single(await bob.RecentCallsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_may_be_declined()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.DeclineAsync();
        Assert.EndsWith("is busy.", await alice.EndedTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_an_unknown_user_is_told_so()
    {
        await using var alice = await home.LogInAsync();
        await alice.CallAsync("nobody@sylk.test");
        Assert.Equal("There is nobody at nobody@sylk.test.", await alice.EndedTextAsync());
    }

    [Fact]
    public async Task Who_calls_somebody_without_a_phone_is_told_so()
    {
        await using var alice = await home.LogInAsync();
        await alice.CallAsync(home.Server.TakeAccount());
        Assert.EndsWith("cannot be reached right now.", await alice.EndedTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        await using var page = await home.OpenPageAsync();
        await page.LogInAsync(home.Server.TakeAccount(), "wrong");
        Assert.Equal("Wrong account or password.", await page.LoginErrorAsync());
    }

    [Fact]
    public async Task Hold_stops_the_media_and_resume_brings_them_back()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address, video: true);
        await bob.AnswerWithVideoAsync();
        await alice.WaitForVideoAsync();
        await bob.WaitForVideoAsync();

        await alice.ToggleHoldAsync();
        await alice.WaitForHoldAsync(here: true, there: false);
        await bob.WaitForHoldAsync(here: false, there: true);
        await bob.WaitForNoPictureAsync();
        await alice.WaitForNoMediaAsync();
        var silence = await bob.ReceivedAsync();
        await MediaFlow.LastAsync();
        Assert.Equal(silence.AudioEnergy, (await bob.ReceivedAsync()).AudioEnergy, 0.001);

        await alice.ToggleHoldAsync();
        foreach (var page in (PhonePage[])[alice, bob])
        {
            await page.WaitForHoldAsync(here: false, there: false);
            await page.WaitForAudioAsync();
            await page.WaitForVideoAsync();
        }
    }

    [Fact]
    public async Task A_second_call_waits_and_the_two_take_turns()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await using var carol = await home.LogInAsync();
        await bob.CallAsync(alice.Address);
        await alice.AnswerAsync();
        await bob.WaitForTalkAsync();
        await carol.CallAsync(alice.Address);

        await alice.AnswerWaitingCallAsync();
        await bob.WaitForHoldAsync(here: false, there: true);
        await carol.WaitForTalkAsync();
        await carol.WaitForAudioAsync();

        await alice.SwitchCallAsync();
        await carol.WaitForHoldAsync(here: false, there: true);
        await bob.WaitForHoldAsync(here: false, there: false);
        await bob.WaitForAudioAsync();
    }

    [Fact]
    public async Task Video_is_added_in_the_middle_of_a_call()
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.AnswerAsync();
        await bob.WaitForAudioAsync();

        await alice.ToggleCameraAsync();
        await bob.WaitForPictureAsync();
        await bob.WaitForVideoAsync();
        await bob.ToggleCameraAsync();
        await alice.WaitForPictureAsync();
        await alice.WaitForVideoAsync();
        await bob.WaitForVideoAsync();
        await bob.WaitForAudioAsync();

        await alice.ToggleCameraAsync();
        await alice.WaitForVideoAsync();
        await bob.WaitForNoPictureAsync();
    }

    [Fact]
    public async Task A_page_comes_back_by_itself_when_the_server_was_away()
    {
        await using var server = await SylkServer.StartAsync();
        await using var alice = await home.OpenPageAsync(server);
        await alice.LogInAsync(server.TakeAccount());
        await alice.WaitForLoginAsync();
        await alice.CallAsync("echo@sylk.test");
        await alice.WaitForTalkAsync();

        await server.StopAsync();
        await alice.EndedTextAsync();
        await alice.WaitForOutageAsync();
        await server.RestartAsync();
        await alice.WaitForReadinessAsync();
        await alice.CallAsync("echo@sylk.test");
        await alice.WaitForAudioAsync();
    }
}
