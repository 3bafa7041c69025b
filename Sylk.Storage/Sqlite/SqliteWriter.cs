using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Sqlite;

/// <summary>The one who writes. Operations that wait while the disk is busy go into the next transaction together; each is told
/// that it is done after the commit.</summary>
internal sealed class SqliteWriter(SqliteFile file, BlockingCollection<SqliteOperation> queue, ILogger logger)
    : SqliteThread(file, queue, isReader: false, logger)
{
    private const int LargestGroup = 256;

    /// <summary>A group that grew for so long is committed, so that its first operation does not wait for ever.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(50);

    private readonly List<SqliteOperation> _group = new(LargestGroup);

    protected override void Handle(SqliteOperation operation)
    {
        RunGroup(operation);
        _group.Clear();
    }

    private void RunGroup(SqliteOperation first)
    {
        try
        {
            var session = Open();
            session.Execute("BEGIN IMMEDIATE");
            var start = Stopwatch.GetTimestamp();
            var next = first;
            do
            {
                // The first may have waited here for another process until nobody waited for it.
                if (next.IsWanted)
                {
                    _group.Add(next);
                    RunInSavepoint(session, next);
                }
            }
            while (_group.Count < LargestGroup && Stopwatch.GetElapsedTime(start) < LongestGroup && Queue.TryTake(out next));

            session.Execute("COMMIT");
            _group.ForEach(static o => o.Complete());
        }
        catch (Exception e)
        {
            Reset();
            var error = SqliteErrors.Translate(e);
            if (error == e && e is not Abstractions.Storage.StoreException)
            {
                Logger.LogFailed(e);
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
}
