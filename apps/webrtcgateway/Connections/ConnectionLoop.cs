namespace Sylk.WebRtcGateway.Connections;

/// <summary>Where everything of one connection runs: one step at a time, in the order handed over. What is awaited inside a step
/// continues here too, so that the state of a connection, its accounts and its calls needs no locks.</summary>
internal sealed class ConnectionLoop : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Queue<Task> _tasks = [];
    private bool _isRunning;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a step.</summary>
    /// <returns>Its end.</returns>
    public Task Run(Func<Task> step) => Task.Factory.StartNew(step, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    void IThreadPoolWorkItem.Execute()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Nothing runs before its turn.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            _isRunning = _tasks.TryDequeue(out var task);
            return task;
        }
    }
}
