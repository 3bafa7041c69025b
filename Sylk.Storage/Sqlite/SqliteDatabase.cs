using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Migrations;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Sqlite;

/// <summary>A file of this machine. It has threads of its own, because SQLite blocks: one that writes and a few that read.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Readers = 4;
    private readonly BlockingCollection<SqliteOperation> _reads = [];
    private readonly BlockingCollection<SqliteOperation> _writes = [];
    private readonly List<SqliteThread> _threads = [];

    public SqliteDatabase(StoreOptions options, Migrator migrator, StoreMetrics metrics, ILogger logger, TimeProvider time)
        : base(options, metrics, logger, time)
    {
        var file = new SqliteFile(options, migrator);
        _threads.Add(new SqliteWriter(file, _writes, logger));
        for (var i = 0; i < Readers; i++)
        {
            _threads.Add(new SqliteReader(file, _reads, logger));
        }

        _threads.ForEach(static t => t.Start());
    }

    /// <summary>How long closing waits for a thread that the disk or a lock holds up.</summary>
    public static TimeSpan LongestClose { get; } = TimeSpan.FromSeconds(2);

    public override ValueTask DisposeAsync()
    {
        _reads.CompleteAdding();
        _writes.CompleteAdding();
        _threads.ForEach(static t => t.Dispose());
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask<T> RunAsync<T>(Func<Session, ValueTask<T>> operation, bool isChange, CancellationToken cancellationToken)
    {
        var waiting = new SqliteOperation<T>(operation);
        var queue = isChange ? _writes : _reads;
        try
        {
            queue.Add(waiting, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new StoreException("the store is closed", isTransient: false, e);
        }

        try
        {
            return await waiting.Task.WaitAsync(Options.Timeout, Time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            waiting.Abandon();
            throw TooSlow(e);
        }
        catch (OperationCanceledException)
        {
            waiting.Abandon();
            throw;
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }
}
