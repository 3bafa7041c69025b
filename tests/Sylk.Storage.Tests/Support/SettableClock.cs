namespace Sylk.Storage.Tests.Support;

/// <summary>A clock that is set by hand. Its timers are those of the system.</summary>
internal sealed class SettableClock : TimeProvider
{
    /// <summary>Whole microseconds, as the store keeps them.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
