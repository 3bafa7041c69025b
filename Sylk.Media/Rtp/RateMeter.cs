namespace Sylk.Media.Rtp;

/// <summary>The rate at which a counter of bytes rises between two looks at it.</summary>
internal struct RateMeter
{
    private const long BitMicroseconds = 8_000_000;

    private long _bytes;
    private long _time;

    /// <summary>Bits a second since the last look.</summary>
    public long Read(long bytes, long now)
    {
        var rate = (bytes - _bytes) * BitMicroseconds / Math.Max(1, now - _time);
        _bytes = bytes;
        _time = now;
        return rate;
    }
}
