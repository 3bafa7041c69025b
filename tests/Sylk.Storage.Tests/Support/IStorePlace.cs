namespace Sylk.Storage.Tests.Support;

/// <summary>Where a store of a test is.</summary>
public interface IStorePlace : IAsyncDisposable
{
    StoreOptions Options { get; }
}

/// <summary>A file.</summary>
internal sealed class SqlitePlace : IStorePlace
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-store").FullName;

    public SqlitePlace() => Options = new() { File = Path.Combine(_directory, "sylk.db"), Timeout = TimeSpan.FromSeconds(60) };

    public StoreOptions Options { get; }

    public static SqlitePlace Create() => new();

    public string ConnectionString => $"Data Source={Options.File};Pooling=false";

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database of a server. It goes with the server.</summary>
internal sealed class PostgresPlace(string connectionString) : IStorePlace
{
    public StoreOptions Options { get; } = new() { File = "", Postgres = connectionString, Timeout = TimeSpan.FromSeconds(60) };

    public static async Task<IStorePlace> CreateAsync(PostgresFixture fixture) => new PostgresPlace(await fixture.Server.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
