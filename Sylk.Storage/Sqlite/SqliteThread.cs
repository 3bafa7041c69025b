using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Sqlite;

/// <summary>A thread with a connection of its own, which it opens when it is needed, and again after a failure.</summary>
internal abstract class SqliteThread : IDisposable
{
    private readonly SqliteFile _file;
    private readonly Thread _thread;
    private readonly bool _isReader;
    private SqliteSession? _session;

    /// <param name="file">Where the connection leads.</param>
    /// <param name="queue">What is to be done. The thread ends when it is closed and empty.</param>
    /// <param name="isReader">Whether nothing is changed.</param>
    /// <param name="logger">The log.</param>
    protected SqliteThread(SqliteFile file, BlockingCollection<SqliteOperation> queue, bool isReader, ILogger logger)
    {
        _file = file;
        _isReader = isReader;
        Queue = queue;
        Logger = logger;
        _thread = new(Run) { IsBackground = true, Name = isReader ? "SQLite reader" : "SQLite writer" };
    }

    protected BlockingCollection<SqliteOperation> Queue { get; }

    protected ILogger Logger { get; }

    public void Start() => _thread.Start();

    /// <summary>Waits until the thread has ended.</summary>
    public void Dispose() => _thread.Join(SqliteDatabase.LongestClose);

    /// <summary>Carries out an operation, and tells its caller what came of it. Must not throw.</summary>
    protected abstract void Handle(SqliteOperation operation);

    /// <summary>The connection.</summary>
    protected SqliteSession Open() => _session ??= _file.Open(forReading: _isReader);

    /// <summary>Closes the connection, which undoes what was not committed; the next operation gets a fresh one.</summary>
    protected void Reset()
    {
        try
        {
            _session?.Dispose();
        }
        catch (Exception e)
        {
            Logger.LogFailed(e);
        }

        _session = null;
    }

    private void Run()
    {
        foreach (var operation in Queue.GetConsumingEnumerable())
        {
            if (operation.IsWanted)
            {
                Handle(operation);
            }
        }

        _session?.Dispose();
    }
}
