namespace Sylk.Media.Plane;

/// <summary>One deadline on a <see cref="TimerWheel"/>, made once and set as often as needed. Its callback is given the time.</summary>
internal sealed class WheelTimer(Action<long> callback)
{
    public bool IsSet { get; internal set; }

    internal long Tick { get; set; }
    internal WheelTimer? Next { get; set; }
    internal WheelTimer? Previous { get; set; }

    internal void Fire(long now) => callback(now);
}
