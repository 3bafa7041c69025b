using Microsoft.Data.Sqlite;
using SQLitePCL;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sqlite;

/// <summary>What SQLite reports, in the words of the contract.</summary>
internal static class SqliteErrors
{
    public static Exception Translate(Exception error) => error is SqliteException e
        ? new StoreException(Describe(e), IsTransient(e.SqliteErrorCode), e)
        : error;

    /// <summary>Whether it has to do with what is around the file and not with the file.</summary>
    private static bool IsTransient(int code) => code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR
        or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERRUPT or raw.SQLITE_READONLY;

    private static string Describe(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process has the database locked",
        raw.SQLITE_FULL => "the disk is full",
        _ => e.Message,
    };
}
