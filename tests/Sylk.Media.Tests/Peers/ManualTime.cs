namespace Sylk.Media.Tests.Peers;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _timestamp, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref _timestamp);
}
