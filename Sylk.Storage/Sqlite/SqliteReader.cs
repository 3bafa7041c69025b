using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Sqlite;

/// <summary>One of those who read; with write-ahead logging none waits for the writer.</summary>
internal sealed class SqliteReader(SqliteFile file, BlockingCollection<SqliteOperation> queue, ILogger logger)
    : SqliteThread(file, queue, isReader: true, logger)
{
    protected override void Handle(SqliteOperation operation)
    {
        try
        {
            operation.Run(Open());
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
}
