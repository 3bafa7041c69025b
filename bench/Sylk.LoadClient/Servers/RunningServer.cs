using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Sylk.LoadClient.Signalling;
using Sylk.Storage;

namespace Sylk.LoadClient.Servers;

/// <summary>A server that runs for one measurement, with its files in a directory of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ServerKind _kind;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sylk-bench");
    private readonly Process _process;
    private readonly IPEndPoint _signalling;

    private RunningServer(ServerKind kind, Options options, PostgresProcess? postgres)
    {
        _kind = kind;
        Postgres = postgres;
        Store = SylkSettings.Store(_directory.FullName, kind.Store, postgres);
        var log = Path.Combine(_directory.FullName, "log");
        string[] command;
        if (kind.IsJanus)
        {
            (command, _signalling) = JanusSettings.Write(_directory.FullName, options);
        }
        else
        {
            (command, _signalling) = SylkSettings.Write(_directory.FullName, options, Store);
        }

        // exec all the way: the id of the process stays that of the server.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, "taskset", "--cpu-list", kind.Processors, .. command]);
        foreach (var (name, value) in kind.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        Figures = new(_process.Id);
    }

    public ServerProcess Figures { get; }

    /// <summary>The database server that belongs to it, or <c>null</c>.</summary>
    public PostgresProcess? Postgres { get; }

    /// <summary>Where its store is; others may open it too.</summary>
    public StoreOptions Store { get; }

    /// <summary>The end of its log, for a failure.</summary>
    public string LogTail => string.Join('\n', File.ReadLines(Path.Combine(_directory.FullName, "log")).TakeLast(10));

    /// <summary>Starts it and waits until a user can connect.</summary>
    public static async Task<RunningServer> StartAsync(ServerKind kind, Options options)
    {
        var server = new RunningServer(kind, options, kind.Store == StoreKind.Postgres ? await PostgresProcess.StartAsync() : null);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var user = await server.ConnectUserAsync("first");
                return server;
            }
            catch (WebSocketException) when (attempt < 200 && !server._process.HasExited)
            {
                await Task.Delay(100);
            }
            catch (WebSocketException)
            {
                var tail = server.LogTail;
                await server.DisposeAsync();
                throw new InvalidOperationException($"{kind.Name} did not start: {tail}");
            }
        }
    }

    /// <summary>A connected user, ready to call.</summary>
    public async Task<IGatewayUser> ConnectUserAsync(string name)
    {
        IGatewayUser user = _kind.IsJanus
            ? new JanusUser(new($"ws://{_signalling}/"), $"{name}@127.0.0.1")
            : new SylkUser(WebSocket, $"{name}@load.invalid");
        try
        {
            await user.ConnectAsync();
            return user;
        }
        catch
        {
            await user.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser of one of <see cref="SylkSettings.Users"/>, registered.</summary>
    public async Task<MessageUser> RegisterUserAsync(int number)
    {
        var user = new MessageUser(WebSocket, $"user{number}@load.test");
        await user.RegisterAsync();
        return user;
    }

    /// <summary>Where this server's own protocol is spoken.</summary>
    public Uri WebSocket => new($"ws://{_signalling}/webrtcgateway/ws");

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        _directory.Delete(true);
    }
}
