using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Sqlite;

/// <summary>One of those who read; with write-ahead logging none waits for the writer.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly BlockingCollection<SqliteOperation> _queue;
    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private SqliteSession? _session;

    public SqliteReader(SqliteFile file, BlockingCollection<SqliteOperation> queue, ILogger logger)
    {
        _file = file;
        _queue = queue;
        _logger = logger;
        _thread = new(Run) { IsBackground = true, Name = "SQLite reader" };
        _thread.Start();
    }

    /// <summary>Waits until the thread has ended, which it does when the queue is closed and empty.</summary>
    public void Dispose() => _thread.Join(SqliteDatabase.LongestClose);

    private void Run()
    {
        foreach (var operation in _queue.GetConsumingEnumerable())
        {
            if (!operation.IsWanted)
            {
                continue;
            }

            try
            {
                _session ??= _file.Open(forReading: true);
                operation.Run(_session);
            }
            catch (Exception e)
            {
                operation.Fail(e);
            }

            if (operation.Error is SqliteException)
            {
                Reset();
            }

            operation.Complete();
        }

        _session?.Dispose();
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
