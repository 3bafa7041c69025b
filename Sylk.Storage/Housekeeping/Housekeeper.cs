using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Housekeeping;

/// <summary>Removes what is older than it may be, a little at a time, so that nobody waits for it.</summary>
internal sealed class Housekeeper(Database database, StoreOptions options, StoreMetrics metrics, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins; the first run is at once.</summary>
    public void Start() => _loop = LoopAsync();

    /// <summary>Removes everything whose time is over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Entries go from the oldest on, so that what is left of a journal is always its end.
        var entries = await RetireAsync(
            "entry",
            """
            DELETE FROM journal_entries WHERE (account_id, sequence) IN
            (SELECT account_id, sequence FROM journal_entries WHERE stored < @time ORDER BY stored LIMIT @batch)
            """,
            Before(now, options.MessageLifetime),
            cancellationToken);
        var tokens = await RetireAsync(
            "api_token",
            "DELETE FROM api_tokens WHERE id IN (SELECT id FROM api_tokens WHERE expires <= @time ORDER BY expires LIMIT @batch)",
            StoredTime.Of(now),
            cancellationToken);
        var spooled = await RetireAsync(
            "spooled_message",
            "DELETE FROM spooled_messages WHERE id IN (SELECT id FROM spooled_messages WHERE received < @time ORDER BY received LIMIT @batch)",
            Before(now, options.SpoolLifetime),
            cancellationToken);
        if (entries + tokens + spooled > 0)
        {
            logger.LogRetired(entries, tokens, spooled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private static long Before(DateTimeOffset now, TimeSpan lifetime) =>
        StoredTime.Of(lifetime < now - DateTimeOffset.MinValue ? now - lifetime : DateTimeOffset.MinValue);

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await RunAsync(_stop.Token);
                }
                catch (StoreException e)
                {
                    logger.LogHousekeepingFailed(e.Message);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogFailed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task<long> RetireAsync(string kind, string sql, long limit, CancellationToken cancellationToken)
    {
        var total = 0L;
        int removed;
        do
        {
            removed = await database.WriteAsync(session => session.ExecuteAsync(sql, ("time", limit), ("batch", (long)BatchSize)), cancellationToken);
            total += removed;
            metrics.Retired(kind, removed);
        }
        while (removed == BatchSize);
        return total;
    }
}
