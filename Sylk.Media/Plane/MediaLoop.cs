using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One thread that owns sockets, keys, timers and everything else of the sessions given to it. Others hand it commands;
/// nothing else crosses. A wake-up reads what is there, moves it, and sends all that came of it in one batch for each socket.</summary>
internal sealed partial class MediaLoop : IDisposable
{
    private const int PacketCount = 512;

    private readonly ILogger _logger;
    private readonly MediaClock _clock;
    private readonly Poller _poller = new();
    private readonly WakeUp _wakeUp = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly Thread _thread;
    private bool _isStopping;

    public MediaLoop(string name, MediaClock clock, ILogger logger)
    {
        _logger = logger;
        _clock = clock;
        Packets = new PacketPool(PacketCount);
        Sends = new SendScheduler(Packets);
        Receives = new ReceiveBatch(Packets);
        _poller.Add(_wakeUp.Descriptor, _wakeUp);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Time of the current wake-up, in microseconds.</summary>
    public long Now { get; private set; }

    public MediaClock Clock => _clock;

    public TimerWheel Timers { get; } = new();

    public PacketPool Packets { get; }

    public KeptPacketPool KeptPackets { get; } = new();

    public SendScheduler Sends { get; }

    public ReceiveBatch Receives { get; }

    public Poller Poller => _poller;

    public void Start() => _thread.Start();

    /// <summary>Has <paramref name="command"/> run on the loop. From any thread.</summary>
    public void Post(Action command)
    {
        _commands.Enqueue(command);
        _wakeUp.Set();
    }

    /// <summary>Has <paramref name="command"/> run on the loop and returns what it returns or throws. From any thread.</summary>
    public Task<T> InvokeAsync<T>(Func<T> command, CancellationToken cancellationToken = default)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            if (cancellationToken.IsCancellationRequested)
            {
                completion.TrySetCanceled(cancellationToken);
                return;
            }
            try
            {
                completion.TrySetResult(command());
            }
            catch (Exception exception)
            {
                completion.TrySetException(exception);
            }
        });
        return completion.Task;
    }

    /// <summary>Waits for the next event and handles everything that is due. On the loop's thread, or instead of it.</summary>
    public void Turn()
    {
        var ready = _poller.Wait(_commands.IsEmpty ? Timers.MillisecondsToNext(Now) : 0);
        Now = _clock.Now;
        for (var i = 0; i < ready; i++)
        {
            Guard(static (loop, index) => loop._poller.Dispatch(index), i);
        }
        while (_commands.TryDequeue(out var command))
        {
            Guard(static (_, command) => command(), command);
        }
        Guard(static (loop, now) => loop.Timers.Advance(now), Now);
        Sends.Flush();
    }

    /// <summary>Runs what was posted, then ends the thread and waits for it.</summary>
    public void Dispose()
    {
        Post(() => _isStopping = true);
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
        _poller.Dispose();
        _wakeUp.Dispose();
    }

    private void Run()
    {
        Now = _clock.Now;
        while (!_isStopping)
        {
            Turn();
        }
    }

    /// <summary>The boundary at which a mistake of ours ends one event and not the loop.</summary>
    private void Guard<T>(Action<MediaLoop, T> action, T argument)
    {
        try
        {
            action(this, argument);
        }
        catch (Exception exception)
        {
            LogFault(exception);
        }
    }

    [LoggerMessage(3000, LogLevel.Error, "The media loop met an unexpected error and dropped one event")]
    private partial void LogFault(Exception exception);
}
