using System.Collections.Concurrent;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.Tests.Support;

/// <summary>A loop under a clock that the test moves. Posted actions run in <see cref="Run"/> and when it moves.</summary>
internal sealed class FakeLoop : ISipLoop
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly TimerQueue _timers = new();
    private readonly FakeTime _time = new();

    public TimeProvider Time => _time;

    public TimeSpan Elapsed => _time.Elapsed;

    public int PendingTimers => _timers.Count;

    public void Post(Action action) => _posted.Enqueue(action);

    public IDisposable Schedule(TimeSpan delay, Action action) => _timers.Add(_time.GetTimestamp() + delay.Ticks, action);

    public void Run()
    {
        while (_posted.TryDequeue(out var action))
        {
            action();
        }
    }

    /// <summary>Moves the clock, stopping at each timer that is due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        Run();
        var end = _time.GetTimestamp() + by.Ticks;
        while (_timers.NextDue is { } due && due <= end)
        {
            _time.MoveTo(Math.Max(due, _time.GetTimestamp()));
            while (_timers.TakeDue(_time.GetTimestamp()) is { } action)
            {
                action();
                Run();
            }
        }

        _time.MoveTo(end);
    }

    public void Advance(int milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds));
}
