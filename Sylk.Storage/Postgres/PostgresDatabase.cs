using Microsoft.Extensions.Logging;
using Npgsql;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Migrations;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Postgres;

/// <summary>A PostgreSQL server. It may go and come as it likes: operations fail meanwhile, and nothing has to be done about it.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Of <c>pg_advisory_xact_lock</c>, so that of several servers that start one migrates.</summary>
    private const long MigrationLock = 0x53796C6B;

    private const int MostAttempts = 3;
    private readonly NpgsqlDataSource _source;
    private readonly Migrator _migrator;
    private readonly SemaphoreSlim _migration = new(1);
    private volatile bool _isMigrated;

    public PostgresDatabase(StoreOptions options, Migrator migrator, StoreMetrics metrics, ILogger logger, TimeProvider time)
        : base(options, metrics, logger, time)
    {
        _migrator = migrator;
        _source = NpgsqlDataSource.Create(PostgresConnectionString.Complete(options.Postgres!));
    }

    public override ValueTask DisposeAsync()
    {
        _migration.Dispose();
        return _source.DisposeAsync();
    }

    protected override async ValueTask<T> RunAsync<T>(Func<Session, ValueTask<T>> operation, bool isChange, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Options.Timeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await MigrateAsync(both.Token);
            return isChange ? await ChangeAsync(operation, both.Token) : await QueryAsync(operation, both.Token);
        }
        catch (OperationCanceledException e)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(e.Message, e, cancellationToken) : TooSlow(e);
        }
        catch (NpgsqlException e)
        {
            throw limit.IsCancellationRequested ? TooSlow(e) : PostgresErrors.Translate(e);
        }
        catch (ObjectDisposedException e)
        {
            throw new StoreException("the store is closed", isTransient: false, e);
        }
    }

    private async ValueTask<T> QueryAsync<T>(Func<Session, ValueTask<T>> query, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                return await query(new PostgresSession(connection, null, cancellationToken));
            }
            catch (NpgsqlException e) when (attempt < MostAttempts && PostgresErrors.IsWorthRepeating(e))
            {
            }
        }
    }

    private async ValueTask<T> ChangeAsync<T>(Func<Session, ValueTask<T>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isCommitting = false;
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await change(new PostgresSession(connection, transaction, cancellationToken));
                isCommitting = true;
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (NpgsqlException e) when (attempt < MostAttempts && !isCommitting && PostgresErrors.IsWorthRepeating(e))
            {
                // A transaction that nobody asked to commit leaves nothing behind.
            }
        }
    }

    private async ValueTask MigrateAsync(CancellationToken cancellationToken)
    {
        if (_isMigrated)
        {
            return;
        }

        await _migration.WaitAsync(cancellationToken);
        try
        {
            var isMore = !_isMigrated;
            while (isMore)
            {
                isMore = await ChangeAsync(async session =>
                {
                    await session.ExecuteAsync("SELECT pg_advisory_xact_lock(@lock)", ("lock", MigrationLock));
                    return await _migrator.StepAsync(session);
                }, cancellationToken);
            }

            _isMigrated = true;
        }
        finally
        {
            _migration.Release();
        }
    }
}
