using System.Collections.Concurrent;
using System.Diagnostics;
using Sylk.Media.Sockets;

namespace Sylk.LoadClient.Endpoints;

/// <summary>One thread that owns every socket of the generator. Work comes as posted actions and as ticks every
/// millisecond.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Thread _thread;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<Action<long>> _ticks = [];
    private bool _stopping;

    public Engine()
    {
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    public Poller Poller { get; } = new();

    /// <summary>Microseconds.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public void Post(Action action) => _posted.Enqueue(action);

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

    /// <summary>Adds an action run about every millisecond with the time. On the engine only.</summary>
    public void AddTick(Action<long> tick) => _ticks.Add(tick);

    public void RemoveTick(Action<long> tick) => _ticks.Remove(tick);

    private void Run()
    {
        while (!_stopping)
        {
            var ready = Poller.Wait(1);
            for (var i = 0; i < ready; i++)
            {
                Poller.Dispatch(i);
            }

            while (_posted.TryDequeue(out var action))
            {
                action();
            }

            var now = Now;
            for (var i = _ticks.Count - 1; i >= 0; i--)
            {
                _ticks[i](now);
            }
        }
    }

    public void Dispose()
    {
        Post(() => _stopping = true);
        _thread.Join();
        Poller.Dispose();
    }
}
