using Npgsql;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Postgres;

/// <summary>What PostgreSQL and the way to it report, in the words of the contract.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether the same may succeed when it is tried once more at once: the server undid it because of others, or the
    /// connection was one of before its restart.</summary>
    public static bool IsWorthRepeating(NpgsqlException error) =>
        error is not PostgresException { SqlState: var state } || state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        || state.StartsWith("57P", StringComparison.Ordinal);

    public static StoreException Translate(NpgsqlException error) => new(
        error is PostgresException { MessageText: var text } ? $"PostgreSQL: {text}" : $"PostgreSQL: {(error.InnerException ?? error).Message}",
        IsTransient(error),
        error);

    // Classes of appendix A of its manual: connection, transaction, resources, intervention (not: cancelled statement), system.
    private static bool IsTransient(NpgsqlException error) =>
        error is not PostgresException { SqlState: var state } || state[..2] is "08" or "25" or "40" or "53" or "57" or "58" || state == PostgresErrorCodes.LockNotAvailable;
}
