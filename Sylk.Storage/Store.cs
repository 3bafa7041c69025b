using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Housekeeping;
using Sylk.Storage.Migrations;
using Sylk.Storage.Postgres;
using Sylk.Storage.Sql;
using Sylk.Storage.Sqlite;

namespace Sylk.Storage;

/// <summary>The store of a server: SQLite or PostgreSQL, and its housekeeping.</summary>
public sealed class Store : IStore, IAsyncDisposable
{
    private readonly StoreMetrics _metrics = new();
    private readonly ILogger _logger;
    private bool _isDisposed;

    internal Store(StoreOptions options, IReadOnlyList<Migration> migrations, ILoggerFactory loggers, TimeProvider time)
    {
        _logger = loggers.CreateLogger<Store>();
        var migrator = new Migrator(migrations, _logger, time);
        Database = options.Postgres is null
            ? new SqliteDatabase(options, migrator, _metrics, _logger, time)
            : new PostgresDatabase(options, migrator, _metrics, _logger, time);
        Housekeeper = new(Database, options, _metrics, _logger, time);
        Accounts = new AccountStore(Database, time);
        Journals = new JournalStore(Database, time);
        PublicKeys = new PublicKeyStore(Database, time);
        ApiTokens = new ApiTokenStore(Database, time);
        PushTokens = new PushTokenStore(Database);
        AddressBooks = new AddressBookStore(Database);
        Files = new FileStore(Database);
        Spool = new SpoolStore(Database, time);
    }

    public IAccountStore Accounts { get; }

    public IJournalStore Journals { get; }

    public IPublicKeyStore PublicKeys { get; }

    public IApiTokenStore ApiTokens { get; }

    public IPushTokenStore PushTokens { get; }

    public IAddressBookStore AddressBooks { get; }

    public IFileStore Files { get; }

    public ISpoolStore Spool { get; }

    internal Database Database { get; }

    internal Housekeeper Housekeeper { get; }

    /// <summary>Opens the store. One that cannot be reached now is opened all the same, and works as soon as it can.</summary>
    /// <exception cref="StoreException">It cannot be used: it is no database, or a newer program wrote it.</exception>
    public static async Task<Store> OpenAsync(StoreOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = new Store(options, Migration.All, loggers, time);
        try
        {
            await store.Database.OpenAsync(cancellationToken);
            store._logger.LogOpened(options.Postgres is null ? options.File : "PostgreSQL");
        }
        catch (StoreException e) when (e.IsTransient)
        {
            // Said in the log by the database.
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        return store;
    }

    /// <summary>Begins to remove what is older than it may be.</summary>
    public void StartHousekeeping() => Housekeeper.Start();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await Housekeeper.DisposeAsync();
        await Database.DisposeAsync();
        _metrics.Dispose();
    }
}
