namespace Sylk.Media.Plane;

/// <summary>Time as the loops reckon it: microseconds since an arbitrary moment, monotonic.</summary>
internal sealed class MediaClock
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerMillisecond = 1_000;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly DateTimeOffset _startUtc;

    public MediaClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _startUtc = time.GetUtcNow();
    }

    public long Now => (long)((Int128)(_time.GetTimestamp() - _start) * MicrosecondsPerSecond / _time.TimestampFrequency);

    /// <summary>The 64 bit NTP timestamp of RFC 3550 section 4 at a moment of this clock. It follows the monotonic clock: a
    /// step of the wall clock in mid call would pull sound and picture apart.</summary>
    public ulong ToNtp(long now)
    {
        var sinceEpoch = (_startUtc - NtpEpoch).Ticks / TimeSpan.TicksPerMicrosecond + now;
        var seconds = (ulong)(sinceEpoch / MicrosecondsPerSecond);
        var fraction = ((ulong)(sinceEpoch % MicrosecondsPerSecond) << 32) / MicrosecondsPerSecond;
        return (seconds << 32) | fraction;
    }

    private static readonly DateTimeOffset NtpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
