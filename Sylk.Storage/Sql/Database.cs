using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>Carries operations out, each whole or not at all.</summary>
internal abstract class Database(StoreOptions options, StoreMetrics metrics, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Without failure for so long the store is back.</summary>
    private static readonly TimeSpan CalmTime = TimeSpan.FromSeconds(1);

    private readonly Lock _outage = new();
    private int _running;
    private volatile bool _isDown;
    private long _lastFailure;

    protected StoreOptions Options { get; } = options;

    protected ILogger Logger { get; } = logger;

    protected TimeProvider Time { get; } = time;

    /// <summary>Opens the database and brings it to the version of this program.</summary>
    /// <exception cref="StoreException">It cannot be reached, or was written by a newer program.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        await ReadAsync(static session => session.FindAsync("SELECT 1", static _ => true), cancellationToken);

    /// <summary>Reads; what is read in one statement is consistent.</summary>
    public ValueTask<T> ReadAsync<T>(Func<Session, ValueTask<T>> query, CancellationToken cancellationToken) =>
        MeasureAsync(query, isChange: false, cancellationToken);

    /// <summary>Changes something in one transaction. The function may be called again if the database had to undo what it did.</summary>
    public ValueTask<T> WriteAsync<T>(Func<Session, ValueTask<T>> change, CancellationToken cancellationToken) =>
        MeasureAsync(change, isChange: true, cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<T> RunAsync<T>(Func<Session, ValueTask<T>> operation, bool isChange, CancellationToken cancellationToken);

    /// <summary>What is thrown when an operation took too long.</summary>
    protected StoreException TooSlow(Exception? inner) => new($"the store did not answer within {Options.Timeout.TotalSeconds} s", isTransient: true, inner);

    private async ValueTask<T> MeasureAsync<T>(Func<Session, ValueTask<T>> operation, bool isChange, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = Time.GetTimestamp();
        var outcome = "failed";
        metrics.Begins();
        try
        {
            if (Interlocked.Increment(ref _running) > Options.QueueLimit)
            {
                throw new StoreException("the store has too much to do", isTransient: true);
            }

            var result = await RunAsync(operation, isChange, cancellationToken);
            outcome = "done";
            Note(null);
            return result;
        }
        catch (StoreException e)
        {
            Note(e);
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            metrics.Ends(isChange ? "write" : "read", outcome, Time.GetElapsedTime(start));
        }
    }

    /// <summary>Logs when the store goes away and when it is back, not every operation that fails meanwhile. It is back when
    /// operations have succeeded for a while: under too much work some fail and some do not.</summary>
    private void Note(StoreException? failure)
    {
        if (failure is null && !_isDown)
        {
            return;
        }

        lock (_outage)
        {
            var now = Time.GetTimestamp();
            if (failure is null)
            {
                if (_isDown && Time.GetElapsedTime(_lastFailure, now) >= CalmTime)
                {
                    _isDown = false;
                    Logger.LogUp();
                }

                return;
            }

            _lastFailure = now;
            if (!_isDown)
            {
                _isDown = true;
                Logger.LogDown(failure.Message);
            }
        }
    }
}
