using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Sqlite;

/// <summary>The one who writes. Operations that wait while the disk is busy go into the next transaction together; each is told
/// that it is done after the commit.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int LargestGroup = 256;

    /// <summary>A group that grew for so long is committed, so that its first operation does not wait for ever.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(50);

    private readonly BlockingCollection<SqliteOperation> _queue;
    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly List<SqliteOperation> _group = new(LargestGroup);
    private SqliteSession? _session;

    public SqliteWriter(SqliteFile file, BlockingCollection<SqliteOperation> queue, ILogger logger)
    {
        _file = file;
        _queue = queue;
        _logger = logger;
        _thread = new(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Waits until the thread has ended, which it does when the queue is closed and empty.</summary>
    public void Dispose() => _thread.Join(SqliteDatabase.LongestClose);

    private void Run()
    {
        foreach (var operation in _queue.GetConsumingEnumerable())
        {
            if (operation.IsWanted)
            {
                RunGroup(operation);
                _group.Clear();
            }
        }

        _session?.Dispose();
    }

    private void RunGroup(SqliteOperation first)
    {
        try
        {
            _session ??= _file.Open(forReading: false);
            _session.Execute("BEGIN IMMEDIATE");
            var start = Stopwatch.GetTimestamp();
            var next = first;
            do
            {
                // The first may have waited here for another process until nobody waited for it.
                if (next.IsWanted)
                {
                    _group.Add(next);
                    RunInSavepoint(_session, next);
                }
            }
            while (_group.Count < LargestGroup && Stopwatch.GetElapsedTime(start) < LongestGroup && _queue.TryTake(out next));

            _session.Execute("COMMIT");
            _group.ForEach(static o => o.Complete());
        }
        catch (Exception e)
        {
            // Closing the connection undoes what was not committed, and the next group begins with a fresh one.
            Reset();
            var error = SqliteErrors.Translate(e);
            if (error == e && e is not Abstractions.Storage.StoreException)
            {
                _logger.LogFailed(e);
            }

            first.Fail(error);
            _group.ForEach(o => o.Fail(error));
        }
    }

    /// <summary>A failure undoes this operation only.</summary>
    private static void RunInSavepoint(SqliteSession session, SqliteOperation operation)
    {
        session.Execute("SAVEPOINT operation");
        operation.Run(session);
        if (operation.Error is not null)
        {
            if (!session.IsInTransaction)
            {
                throw operation.Error;
            }

            session.Execute("ROLLBACK TO operation");
        }

        session.Execute("RELEASE operation");
    }

    private void Reset()
    {
        try
        {
            _session?.Dispose();
        }
        catch (Exception e)
        {
            _logger.LogFailed(e);
        }

        _session = null;
    }
}
