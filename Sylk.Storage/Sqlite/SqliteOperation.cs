using Sylk.Storage.Sql;

namespace Sylk.Storage.Sqlite;

/// <summary>Something that waits for the thread of a connection.</summary>
internal abstract class SqliteOperation
{
    private volatile bool _isAbandoned;

    /// <summary>Why it failed; set by <see cref="Run"/>.</summary>
    public Exception? Error { get; protected set; }

    /// <summary>Whether its caller still waits for it.</summary>
    public bool IsWanted => !_isAbandoned;

    /// <summary>Its caller waits no longer: it does not begin, if it has not yet.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <summary>Carries it out; nobody is told yet.</summary>
    public abstract void Run(Session session);

    /// <summary>Tells the caller what came of it.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed, for its own reason if it had one.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc />
internal sealed class SqliteOperation<T>(Func<Session, ValueTask<T>> function) : SqliteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(Session session)
    {
        try
        {
            _result = function(session).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Error = e;
        }
    }

    public override void Complete()
    {
        if (Error is null)
        {
            _completion.TrySetResult(_result!);
        }
        else
        {
            Fail(Error);
        }
    }

    public override void Fail(Exception error) => _completion.TrySetException(Error ?? error);
}
