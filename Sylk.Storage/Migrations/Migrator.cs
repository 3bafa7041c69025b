using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Migrations;

/// <summary>Brings a database to the version of this program.</summary>
/// <param name="steps">All steps in order, the first leads to version 1.</param>
/// <param name="logger">Told of each step.</param>
/// <param name="time">The clock.</param>
internal sealed class Migrator(IReadOnlyList<Migration> steps, ILogger logger, TimeProvider time)
{
    private long Newest => steps[^1].Version;

    /// <summary>Takes one step. To be called in a transaction of its own that nobody else can be in at the same time.</summary>
    /// <returns>Whether there are more to take.</returns>
    /// <exception cref="StoreException">The database was written by a newer program.</exception>
    public async ValueTask<bool> StepAsync(Session session)
    {
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT NOT NULL PRIMARY KEY, applied BIGINT NOT NULL)");
        var version = await session.FindAsync("SELECT COALESCE(MAX(version), 0) FROM schema_versions", static row => row.Number(0));
        if (version > Newest)
        {
            throw new StoreException(
                $"the database has version {version}, which a newer program wrote; this one knows versions up to {Newest} and leaves it as it is", isTransient: false);
        }

        if (steps.FirstOrDefault(s => s.Version > version) is not { } step)
        {
            return false;
        }

        await session.ExecuteAsync(session.Dialect.Translate(step.Sql));
        await session.ExecuteAsync(
            "INSERT INTO schema_versions (version, applied) VALUES (@version, @now)", ("version", step.Version), ("now", StoredTime.Now(time)));
        logger.LogMigrated(step.Version);
        return step.Version < Newest;
    }
}
