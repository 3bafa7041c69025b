using System.Threading.Channels;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A clock whose timers the test lets go off.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Channel<FakeTimer> _timers = Channel.CreateUnbounded<FakeTimer>();

    /// <summary>The time of day as long as it is set.</summary>
    public DateTimeOffset? Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now ?? base.GetUtcNow();

    /// <summary>The next timer that was set and is still wanted.</summary>
    public async Task<FakeTimer> NextTimerAsync()
    {
        FakeTimer timer;
        do
        {
            timer = await Deadline.Read(_timers.Reader);
        }
        while (timer.IsGone);
        return timer;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(callback, state, dueTime);
        _timers.Writer.TryWrite(timer);
        return timer;
    }
}

internal sealed class FakeTimer(TimerCallback callback, object? state, TimeSpan due) : ITimer
{
    public TimeSpan Due => due;

    public bool IsGone { get; private set; }

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => IsGone = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
