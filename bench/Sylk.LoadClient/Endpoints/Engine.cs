using System.Collections.Concurrent;
using System.Diagnostics;
using Sylk.Media.Sockets;

namespace Sylk.LoadClient.Endpoints;

/// <summary>One thread that owns every socket of the generator and wakes to the microsecond, so that packets of different calls
/// leave one by one and not in bursts.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Thread _thread;
    private readonly WakeUp _wakeUp = new();
    private readonly AlarmClock _alarm = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<Func<long, long>> _works = [];
    private bool _isStopping;

    public Engine()
    {
        Poller.Add(_wakeUp.Descriptor, _wakeUp);
        Poller.Add(_alarm.Descriptor, _alarm);
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    public Poller Poller { get; } = new();

    /// <summary>Microseconds.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _wakeUp.Set();
    }

    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                source.SetResult(function());
            }
            catch (Exception e)
            {
                source.SetException(e);
            }
        });
        return source.Task;
    }

    public Task InvokeAsync(Action action) => InvokeAsync(() => { action(); return 0; });

    /// <summary>Adds work that gets the time and says when it wants to run again. On the engine only.</summary>
    public void Add(Func<long, long> work) => _works.Add(work);

    public void Remove(Func<long, long> work) => _works.Remove(work);

    private void Run()
    {
        while (!_isStopping)
        {
            var ready = Poller.Wait(-1);
            for (var i = 0; i < ready; i++)
            {
                Poller.Dispatch(i);
            }

            while (_posted.TryDequeue(out var action))
            {
                action();
            }

            var next = long.MaxValue;
            for (var i = _works.Count - 1; i >= 0; i--)
            {
                next = Math.Min(next, _works[i](Now));
            }

            if (next != long.MaxValue)
            {
                _alarm.Set(next - Now);
            }
        }
    }

    public void Dispose()
    {
        Post(() => _isStopping = true);
        _thread.Join();
        Poller.Dispose();
        _wakeUp.Dispose();
        _alarm.Dispose();
    }
}
