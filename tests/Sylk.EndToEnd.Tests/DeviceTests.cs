using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests;

/// <summary>Several devices of one account.</summary>
public sealed class DeviceTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Fact]
    public async Task Both_devices_ring_and_the_other_stops_when_one_answers()
    {
        await using var alice = await home.LogInAsync();
        await using var laptop = await home.LogInAsync();
        await using var tablet = await home.LogInAsync(laptop.Address);
        await alice.CallAsync(laptop.Address);
        await laptop.WaitForRingingAsync();
        await tablet.AnswerAsync();
        await laptop.WaitForSilenceAsync();
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await tablet.WaitForAudioAsync();
        Assert.Contains("answered elsewhere", Assert.Single(await laptop.RecentCallsAsync()), StringComparison.Ordinal);
        await alice.HangUpAsync();
        await tablet.EndedTextAsync();
    }

    [Fact]
    public async Task Who_declines_on_one_device_may_answer_on_the_other()
    {
        await using var alice = await home.LogInAsync();
        await using var laptop = await home.LogInAsync();
        await using var tablet = await home.LogInAsync(laptop.Address);
        await alice.CallAsync(laptop.Address);
        await tablet.WaitForRingingAsync();
        await laptop.DeclineAsync();
        await laptop.WaitForSilenceAsync();
        await tablet.AnswerAsync();
        await alice.WaitForTalkAsync();
        await alice.WaitForAudioAsync();
        await tablet.WaitForAudioAsync();
    }

    [Fact]
    public async Task A_page_stops_ringing_when_a_phone_of_the_account_answers()
    {
        await using var alice = await home.LogInAsync();
        await using var page = await home.LogInAsync();
        await using var phone = await home.StartBaresipAsync(account: page.Address);
        await alice.CallAsync(page.Address);
        await page.WaitForRingingAsync();
        await phone.WaitForEventAsync("CALL_INCOMING");
        await phone.CommandAsync("accept");
        await page.WaitForSilenceAsync();
        await alice.WaitForAudioAsync();
        await phone.WaitForRtpAsync();
    }

    [Fact]
    public async Task A_browser_that_vanishes_ends_its_call_and_no_longer_rings()
    {
        await using var alice = await home.LogInAsync();
        await using var tablet = await home.LogInAsync();
        await using (var laptop = await home.LogInAsync(tablet.Address))
        {
            await alice.CallAsync(laptop.Address);
            await laptop.AnswerAsync();
            await alice.WaitForTalkAsync();
            await tablet.WaitForSilenceAsync();
        }

        await alice.EndedTextAsync();
        await alice.CallAsync(tablet.Address);
        await tablet.AnswerAsync();
        await alice.WaitForAudioAsync();
        await tablet.WaitForAudioAsync();
    }
}
