using Sylk.Abstractions.Media;
using Sylk.Media.Tests.Peers;

namespace Sylk.Media.Tests.Plane;

/// <summary>Digits pressed during a call (RFC 4733): they pass, and the application hears of each once.</summary>
public sealed class DigitTests
{
    private static readonly byte[] Begin = [5, 10, 0, 160];
    private static readonly byte[] End = [5, 0x80 | 10, 3, 32];

    [Fact]
    public async Task Digits_pass_both_ways_and_are_reported_once()
    {
        using var test = new TestPlane();
        using var browser = new FakeBrowser();
        using var phone = new FakePhone();
        var a = await test.OpenWebRtcAsync(MediaSide.A);
        var b = await test.OpenRtpAsync(MediaSide.B);
        test.Apply(
            Plans.WebRtc(
                MediaSide.A, browser.PlanFor(a), Plans.Audio(a.Id, Plans.Opus(111), Plans.TelephoneEvent(126)) with { LocalSsrc = 77 }),
            Plans.Rtp(MediaSide.B, phone.For(b), Plans.Audio(b.Id, Plans.Opus(96), Plans.TelephoneEvent(101))));
        await browser.ConnectAsync(a);
        await test.NextAsync<MediaEstablished>(established => established.Side == MediaSide.A);

        ushort number = 1;
        foreach (var payload in (byte[][])[Begin, End, End, End])
        {
            browser.SendRtp(RtpBuilder.Make(126, number, 8000, 4242, payload));
            Assert.Equal(RtpBuilder.Make(101, number, 8000, 4242, payload), await phone.ReceiveRtpAsync());
            phone.SendRtp(RtpBuilder.Make(101, number, 8000, 99, payload), b.Rtp);
            Assert.Equal(RtpBuilder.Make(126, number++, 8000, 77, payload), await browser.ReceiveRtpAsync());
        }
        List<MediaDigit> digits = [await test.NextAsync<MediaDigit>(), await test.NextAsync<MediaDigit>()];
        Assert.All(digits, digit => Assert.Equal(('5', TimeSpan.FromMilliseconds(100)), (digit.Digit, digit.Duration)));
        Assert.Equal([MediaSide.A, MediaSide.B], digits.Select(digit => digit.Side));
        await test.StatisticsAsync();
        Assert.False(test.HasEvent(happened => happened is MediaDigit));
    }
}
