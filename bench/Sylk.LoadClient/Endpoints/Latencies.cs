namespace Sylk.LoadClient.Endpoints;

/// <summary>Times under way in microseconds, kept exactly up to 100 ms in steps of 10 us.</summary>
internal sealed class Latencies
{
    private readonly long[] _buckets = new long[10_000];
    private long _count;

    public void Add(long microseconds)
    {
        _buckets[Math.Clamp(microseconds / 10, 0, _buckets.Length - 1)]++;
        _count++;
    }

    public void Add(Latencies other)
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        _count += other._count;
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        _count = 0;
    }

    /// <summary>The value below which the given share lies, in microseconds.</summary>
    public long Percentile(double share)
    {
        var wanted = (long)(share * _count);
        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen > wanted)
            {
                return i * 10;
            }
        }

        return 0;
    }
}
