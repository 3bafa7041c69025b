namespace Sylk.LoadClient.Servers;

/// <summary>Where the server under test keeps what it keeps.</summary>
internal enum StoreKind
{
    /// <summary>SQLite, which waits for the disk at every commit, as delivered.</summary>
    SqliteFull,

    /// <summary>SQLite, which waits for the disk at checkpoints.</summary>
    SqliteNormal,

    /// <summary>PostgreSQL on the same machine.</summary>
    Postgres,
}
