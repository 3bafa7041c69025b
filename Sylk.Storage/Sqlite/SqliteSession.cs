using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Sqlite;

/// <summary>A connection of one thread. Statements are compiled once and kept. Everything completes before it returns:
/// SQLite has no other way.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : Session(CancellationToken.None), IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public override Dialect Dialect => Dialect.Sqlite;

    /// <summary>SQLite ends a transaction itself after some errors, a full disk for instance.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public void Execute(string sql) => ExecuteAsync(sql).AsTask().GetAwaiter().GetResult();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    protected override Statement Open(string sql)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _statements.Add(sql, command);
        }

        return new(command, isKept: true);
    }
}
