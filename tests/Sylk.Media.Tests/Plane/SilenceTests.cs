using Sylk.Abstractions.Media;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>Peers that go without a word.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_phone_from_which_nothing_comes_has_failed()
    {
        using var test = new TestPlane(options => options with { RtpTimeout = Soon });
        using var phone = new FakePhone();
        var a = await test.OpenRtpAsync(MediaSide.A);
        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), Plans.Audio(a.Id, Plans.Opus(96))));
        Assert.Equal(MediaFailure.RtpTimeout, (await test.NextAsync<MediaFailed>()).Failure);
    }

    /// <summary>Each begins before the one that fails, so that it would have failed first.</summary>
    [Theory]
    [InlineData("held by us")]
    [InlineData("held by the peer")]
    [InlineData("ringing")]
    public async Task A_phone_that_need_not_send_has_not(string why)
    {
        using var test = new TestPlane(options => options with { RtpTimeout = Soon });
        using var phone = new FakePhone();
        var a = await test.OpenRtpAsync(MediaSide.A);
        var stream = Plans.Audio(a.Id, Plans.Opus(96)) with { MaySend = why != "held by the peer", MayReceive = why != "held by us" };
        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), stream) with { IsFinal = why != "ringing" });
        await test.WaitForAnotherSessionToTimeOutAsync();
        Assert.False(test.HasEvent(happened => happened is MediaFailed));

        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), Plans.Audio(a.Id, Plans.Opus(96))));
        Assert.Equal(MediaFailure.RtpTimeout, (await test.NextAsync<MediaFailed>()).Failure);
    }

    [Fact]
    public async Task A_phone_that_only_reports_is_alive()
    {
        var time = new ManualTime();
        using var test = new TestPlane(options => options with { RtpTimeout = TimeSpan.FromSeconds(3) }, time);
        using var phone = new FakePhone();
        var a = await test.OpenRtpAsync(MediaSide.A);
        test.Apply(Plans.Rtp(MediaSide.A, phone.For(a), Plans.Audio(a.Id, Plans.Opus(96))));
        byte[] receiverReport = [0x80, 201, 0, 1, 0, 0, 0, 9];
        for (var second = 0; second < 10; second++)
        {
            phone.SendRtcp(receiverReport, a.Rtcp);
            await test.SettleAsync();
            time.Advance(TimeSpan.FromSeconds(1));
            await test.SettleAsync();
        }
        Assert.False(test.HasEvent(happened => happened is MediaFailed));

        time.Advance(TimeSpan.FromSeconds(3));
        await test.SettleAsync();
        Assert.True(test.HasEvent(happened => happened is MediaFailed { Failure: MediaFailure.RtpTimeout }));
    }

    [Fact]
    public async Task A_browser_whose_checks_stay_away_has_failed()
    {
        using var test = new TestPlane(options => options with { ConsentTimeout = Soon });
        using var browser = new FakeBrowser();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111))));
        await browser.ConnectAsync(a);
        Assert.Equal(MediaFailure.ConsentExpired, (await test.NextAsync<MediaFailed>()).Failure);
    }

    [Fact]
    public async Task A_browser_that_never_comes_has_failed()
    {
        using var test = new TestPlane(options => options with { ConnectTimeout = Soon });
        using var browser = new FakeBrowser();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        test.Apply(Plans.WebRtc(MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111))));
        Assert.Equal(MediaFailure.IceFailed, (await test.NextAsync<MediaFailed>()).Failure);
    }
}
