using Sylk.Storage.Postgres;

namespace Sylk.Storage;

/// <summary>Where the store is, and how long it keeps what.</summary>
public sealed record StoreOptions
{
    /// <summary>The SQLite file; without effect if there is <see cref="Postgres"/>.</summary>
    public required string File { get; init; }

    /// <summary>Connection string of Npgsql; <c>null</c>: SQLite is used.</summary>
    public string? Postgres { get; init; }

    /// <summary>How SQLite writes.</summary>
    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Full;

    /// <summary>The longest an operation may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long entries of journals are kept.</summary>
    public TimeSpan MessageLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long messages wait for a phone.</summary>
    public TimeSpan SpoolLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The most operations that wait; one more fails at once.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>What is wrong with a connection string; <c>null</c>: nothing.</summary>
    public static string? MistakeInPostgres(string connectionString) => PostgresConnectionString.MistakeIn(connectionString);
}

/// <summary>When SQLite waits for the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>At checkpoints. What was completed survives the end of the process; a loss of power may take the last changes.</summary>
    Normal,

    /// <summary>At every commit. What was completed survives a loss of power.</summary>
    Full,
}
