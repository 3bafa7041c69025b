using System.Globalization;
using Microsoft.Data.Sqlite;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Migrations;

namespace Sylk.Storage.Sqlite;

/// <summary>Opens connections to the file. The first one brings it to the version of this program. Thread-safe.</summary>
internal sealed class SqliteFile(StoreOptions options, Migrator migrator)
{
    /// <summary>Pages in the log (32 MB) at which it is brought into the database. A message changes some twenty pages, many of them the
    /// same as the one before it: the more are in the log, the fewer are written again.</summary>
    private const int LargestLog = 8_000;

    /// <summary>Memory of the one who writes, in KiB: the ends of the indexes and what of them is in the middle.</summary>
    private const int WriterCache = 16 * 1024;

    private readonly Lock _migration = new();
    private bool _isMigrated;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <exception cref="SqliteException">The file cannot be opened, or another process has it locked.</exception>
    /// <exception cref="StoreException">A newer program wrote it.</exception>
    public SqliteSession Open(bool forReading)
    {
        CreateFile();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.File,
            Pooling = false,
            // Begins only after busy_timeout, in whole seconds.
            DefaultTimeout = 1,
        }.ToString());
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {options.Timeout.TotalMilliseconds:F0}"));
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute($"PRAGMA synchronous = {options.Synchronous}");
            session.Execute("PRAGMA foreign_keys = ON");

            // What a burst of writing left of the log is cut to this.
            session.Execute("PRAGMA journal_size_limit = 67108864");
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {LargestLog}"));
            Migrate(session);
            session.Execute(forReading ? "PRAGMA query_only = ON" : string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{WriterCache}"));

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>What accounts wrote to each other is for nobody else on the machine to read; SQLite gives its other files the same mode.</summary>
    private void CreateFile()
    {
        if (File.Exists(options.File))
        {
            return;
        }

        try
        {
            new FileStream(options.File, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{options.File}: {e.Message}", isTransient: e is not (UnauthorizedAccessException or DirectoryNotFoundException), e);
        }
    }

    private void Migrate(SqliteSession session)
    {
        lock (_migration)
        {
            var isMore = !_isMigrated;
            while (isMore)
            {
                session.Execute("BEGIN IMMEDIATE");
                isMore = migrator.StepAsync(session).AsTask().GetAwaiter().GetResult();
                session.Execute("COMMIT");
            }

            _isMigrated = true;
        }
    }
}
