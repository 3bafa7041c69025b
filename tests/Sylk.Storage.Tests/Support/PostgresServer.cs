using System.Diagnostics;
using Npgsql;

namespace Sylk.Storage.Tests.Support;

/// <summary>A PostgreSQL server of the tests' own: its data in a temporary directory, reached by a socket in there.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-pg").FullName;
    private Process? _process;
    private int _databases;

    /// <summary>Makes the files of a server.</summary>
    public static async Task<PostgresServer> CreateAsync()
    {
        var server = new PostgresServer();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", server._directory);
        }

        await RunAsync(AsUser("initdb", "-D", server.Data, "-U", "sylk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        return server;
    }

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Starts the server, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new System.Text.StringBuilder();
        _process = Start(AsUser("postgres", "-D", Data, "-k", _directory, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"));
        _process.ErrorDataReceived += (_, line) =>
        {
            log.AppendLine(line.Data);
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"PostgreSQL ended: {log}"));
            }
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.BeginErrorReadLine();
        await ready.Task;
    }

    /// <summary>Ends the server as its operator would: connections are cut, what runs is undone.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await RunAsync("kill", "-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public string ConnectionString(string database) => $"Host={_directory};Username=sylk;Database={database}";

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"store{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] AsUser(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(Programs, program), .. arguments]
        : [Path.Combine(Programs, program), .. arguments];

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]}: {await output}{await errors}");
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    })!;
}
