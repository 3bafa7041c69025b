using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class MessageTimeTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678000+00:00")]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00")]
    [InlineData("2026-01-02T03:04:05.000000+00:00", "2026-01-02T03:04:05+00:00")]
    [InlineData("2026-01-02T03:04:05.12345678+02:00", "2026-01-02T03:04:05.123456+02:00")]
    [InlineData("2026-01-02 03:04-0330", "2026-01-02T03:04:00-03:30")]
    [InlineData("2026-01-02T03:04:05", "2026-01-02T03:04:05")]
    [InlineData("2026-01-02", "2026-01-02T00:00:00")]
    [InlineData("2026-02-30", null)]
    [InlineData("2026-01-02T24:00:00", null)]
    [InlineData("2026-01-02T03:04:05+99:00", null)]
    [InlineData("2026-01-02T03:04:05Z\n", null)]
    [InlineData("٢٠٢٦-01-02", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    public void A_time_is_written_anew_and_stays_the_same_instant(string text, string? expected) => Assert.Equal(expected, MessageTime.Normalize(text));

    [Fact]
    public void A_time_without_offset_is_local()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two");
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.FromHours(2)), MessageTime.Parse("2026-01-02", zone));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.FromHours(-1)), MessageTime.Parse("2026-01-02T03:04-01:00", zone));
        Assert.Null(MessageTime.Parse("garbage", zone));
    }
}
