using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sylk.Sip.Transactions;

namespace Sylk.Sip;

/// <summary>The loop of a <see cref="SipStack"/>: one consumer of a queue of actions, and one timer for all deadlines.</summary>
internal sealed partial class SipLoop : ISipLoop, IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly Channel<Action> _actions = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly TimerQueue _timers = new();
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private readonly Task _run;
    private long _armedFor = long.MaxValue;

    public SipLoop(TimeProvider time, ILogger logger)
    {
        Time = time;
        _logger = logger;
        _timer = time.CreateTimer(static loop => ((SipLoop)loop!).Post(((SipLoop)loop).RunDueTimers), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _run = Task.Run(RunAsync);
    }

    public TimeProvider Time { get; }

    public void Post(Action action) => _actions.Writer.TryWrite(action);

    public IDisposable Schedule(TimeSpan delay, Action action)
    {
        var due = Time.GetTimestamp() + (long)(Math.Max(delay.TotalSeconds, 0) * Time.TimestampFrequency);
        var entry = _timers.Add(due, action);
        Arm();
        return entry;
    }

    /// <summary>Runs what was posted before, then stops. Timers that have not fired are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _actions.Writer.TryComplete();
        await _timer.DisposeAsync();
        await _run;
    }

    private async Task RunAsync()
    {
        while (await _actions.Reader.WaitToReadAsync())
        {
            while (_actions.Reader.TryRead(out var action))
            {
                Run(action);
            }
        }
    }

    private void RunDueTimers()
    {
        _armedFor = long.MaxValue;
        var now = Time.GetTimestamp();
        while (_timers.TakeDue(now) is { } action)
        {
            Run(action);
        }

        Arm();
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            // The boundary of the loop: a fault ends what it happened in, not the stack.
            LogFault(e);
        }
    }

    private void Arm()
    {
        if (_timers.NextDue is { } due && due < _armedFor)
        {
            _armedFor = due;
            // Rounded up: a timer that fires early would find nothing due. It does so once a day while it waits for what a peer
            // may have put years ahead, because a system timer does not reach that far.
            var delay = TimeSpan.FromSeconds(Math.Max(due - Time.GetTimestamp(), 0) / (double)Time.TimestampFrequency);
            _timer.Change(delay < Longest ? TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)) : Longest, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "An action on the SIP loop failed")]
    private partial void LogFault(Exception exception);
}
