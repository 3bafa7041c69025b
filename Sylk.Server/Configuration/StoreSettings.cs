using Sylk.Abstractions.Configuration;
using Sylk.Storage;

namespace Sylk.Server.Configuration;

/// <summary><c>[store]</c></summary>
internal sealed class StoreSettings : IValidatedSettings
{
    /// <summary>Name of the file if none is set.</summary>
    public const string DefaultFile = "sylk.db";

    [Setting("Connection string of PostgreSQL, for instance `Host=localhost;Database=sylk;Username=sylk;Password=…`; with it PostgreSQL is used in the place of SQLite. The tables are made by the server.", Secret = true)]
    public string? Postgres { get; init; }

    [Setting("File of SQLite. Not set: `sylk.db` in `server.data_dir`.", IsPath = true)]
    public string? File { get; init; }

    [Setting("When SQLite waits for the disk: `full` at every commit, `normal` at checkpoints (faster; a loss of power may take the last changes, the end of the process may not).")]
    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Full;

    [Setting("The longest an operation of the store may take; then it fails, and what depends on it is told.", Unit = "s", Min = 0.1, Max = 300)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("How long messages are kept.", Unit = "days", Min = 1, Max = 36500)]
    public int MessageDays { get; init; } = 365;

    [Setting("How long messages wait for a phone to register.", Unit = "days", Min = 1, Max = 36500)]
    public int SpoolDays { get; init; } = 30;

    /// <param name="dataDirectory">Where the file is if no other is set.</param>
    public StoreOptions Options(string dataDirectory) => new()
    {
        File = File ?? Path.Combine(dataDirectory, DefaultFile),
        Postgres = Postgres,
        Synchronous = Synchronous,
        Timeout = Timeout,
        MessageLifetime = TimeSpan.FromDays(MessageDays),
        SpoolLifetime = TimeSpan.FromDays(SpoolDays),
    };

    public void Validate(ISettingsProblems problems)
    {
        if (Postgres is { } text && StoreOptions.MistakeInPostgres(text) is { } mistake)
        {
            problems.Add("postgres", $"not a connection string: {mistake}");
        }
    }
}
