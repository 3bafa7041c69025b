using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sylk.Storage;

namespace Sylk.LoadClient.BigStore;

/// <summary>Fills an empty store with SQL, which takes minutes where its own operations would take hours.</summary>
internal static class StoreFill
{
    public static async Task RunAsync(StoreOptions options, BigJournals journals)
    {
        if (options.Postgres is { } text)
        {
            await using var postgres = new NpgsqlConnection(text + ";Command Timeout=0");
            await postgres.OpenAsync();
            await ExecuteAsync(postgres, journals.FillSql("BYTEA"));

            // What its autovacuum does a minute later.
            await ExecuteAsync(postgres, "VACUUM ANALYZE");
            return;
        }

        await using var sqlite = new SqliteConnection($"Data Source={options.File};Pooling=False;Default Timeout=0");
        await sqlite.OpenAsync();
        await ExecuteAsync(sqlite, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -4000000; PRAGMA journal_mode = DELETE");

        // Indexes are made afterwards, from sorted rows.
        var indexes = await ListAsync(sqlite, "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'journal_entries' AND sql IS NOT NULL");
        foreach (var name in await ListAsync(sqlite, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'journal_entries' AND sql IS NOT NULL"))
        {
            await ExecuteAsync(sqlite, $"DROP INDEX {name}");
        }

        await ExecuteAsync(sqlite, $"BEGIN; {journals.FillSql("BLOB")} COMMIT");
        foreach (var index in indexes)
        {
            await ExecuteAsync(sqlite, index);
        }

        await ExecuteAsync(sqlite, "PRAGMA journal_mode = WAL");
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All of it is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ListAsync(DbConnection connection, string sql)
    {
        var rows = new List<string>();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All of it is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
