namespace Sylk.LoadClient.Endpoints;

/// <summary>Times under way in microseconds, kept up to one second in steps of 10 us. On the engine only.</summary>
internal sealed class Latencies
{
    private const int Step = 10;

    private readonly long[] _buckets = new long[100_000];
    private long _count;

    public void Add(long microseconds)
    {
        _buckets[Math.Clamp(microseconds / Step, 0, _buckets.Length - 1)]++;
        _count++;
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        _count = 0;
    }

    /// <summary>The value which the given share does not exceed, in microseconds.</summary>
    public long Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * _count);
        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= wanted)
            {
                return i * Step;
            }
        }

        return 0;
    }
}
