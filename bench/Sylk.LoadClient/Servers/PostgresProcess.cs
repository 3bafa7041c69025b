using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Sylk.LoadClient.Servers;

/// <summary>A PostgreSQL server with the settings with which it is delivered, its files in a directory of its own, reached by a
/// socket in there.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";

    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-bench-pg").FullName;
    private readonly Process _process;

    private PostgresProcess()
    {
        Run("chown", "postgres", _directory);
        var data = Path.Combine(_directory, "data");
        Run(AsUser("initdb", "-D", data, "-U", "sylk", "-A", "trust", "-E", "UTF8", "--locale=C"));
        _process = Start(AsUser("postgres", "-D", data, "-k", _directory, "-c", "listen_addresses="));
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Makes one and waits until it takes connections.</summary>
    public static async Task<PostgresProcess> StartAsync()
    {
        var server = new PostgresProcess();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await server.ExecuteAsync("SELECT 1");
                return server;
            }
            catch (NpgsqlException) when (attempt < 200 && !server._process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>CPU seconds of all its processes, those that have ended too.</summary>
    public double CpuSeconds
    {
        get
        {
            var ended = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[1].Split(' ');
            var children = File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

            // cutime and cstime, the 16th and 17th field of proc_pid_stat; the first two are cut off.
            return children.Append($"{_process.Id}").Sum(id => new ServerProcess(int.Parse(id, CultureInfo.InvariantCulture)).CpuSeconds)
                + ended[13..15].Sum(t => long.Parse(t, CultureInfo.InvariantCulture) / TicksPerSecond);
        }
    }

    public string ConnectionString(string database) => $"Host={_directory};Username=sylk;Database={database}";

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        // As its operator ends it: connections are cut.
        Run("kill", "-INT", $"{_process.Id}");
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string[] AsUser(string program, params string[] arguments) =>
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(Programs, program), .. arguments];

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]}: {errors.Result}");
        }
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    })!;
}
