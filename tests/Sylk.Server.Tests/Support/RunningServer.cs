using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Hosting;
using Sylk.Server.Plugins;

namespace Sylk.Server.Tests.Support;

/// <summary>The whole server on free ports of the loopback, with probes as applications.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-run").FullName;
    private readonly ApplicationHost _applications;
    private Task? _stopped, _closed;

    private RunningServer(string settings, IReadOnlyList<string> probes)
    {
        Directory.CreateDirectory(PluginDirectory);
        foreach (var id in probes)
        {
            TestPlugins.CopyProbe(PluginDirectory, id);
        }

        File.WriteAllText(Path.Combine(_directory, "sylk.toml"), $"""
            [server]
            data_dir = "data"

            [web]
            listen = "127.0.0.1:0"

            [webrtc]
            port = 0

            [trace]
            dir = "trace"

            {settings}
            """);
        var configuration = ServerConfiguration.Read(_directory, new Dictionary<string, string>(), [PluginDirectory]);
        Server = new(configuration.Settings, NullLoggerFactory.Instance, TimeProvider.System);
        _applications = new([.. configuration.Enabled.Select(m => new HostedApplication(m, Server))]);
        _applications.Load(configuration.Bind);
        Assert.Empty(configuration.Problems);
    }

    public SylkServer Server { get; }

    public IReadOnlyList<HostedApplication> Applications => _applications.All;

    public string TraceDirectory => Path.Combine(_directory, "trace");

    private string PluginDirectory => Path.Combine(_directory, "plugins");

    /// <param name="sip">Lines for <c>[sip]</c>, beside free ports.</param>
    /// <param name="settings">Other lines of <c>sylk.toml</c>.</param>
    /// <param name="probes">Names under which the probe is installed.</param>
    public static async Task<RunningServer> StartAsync(string sip = "", string settings = "", params IReadOnlyList<string> probes)
    {
        var server = new RunningServer($"[sip]\nudp_port = 0\ntcp_port = 0\n{sip}\n{settings}", probes);
        await server.Server.StartAsync(server._applications, CancellationToken.None);
        return server;
    }

    public IPEndPoint Sip(string transport = "UDP") => Server.SipListeners.First(l => l.Transport == transport).EndPoint;

    /// <summary>Begins to stop the server.</summary>
    public Task StopAsync() => _stopped ??= Server.StopAsync();

    /// <summary>Stops the server and gives back everything but its files.</summary>
    public Task CloseAsync()
    {
        return _closed ??= StopAndCloseAsync();

        async Task StopAndCloseAsync()
        {
            await StopAsync();
            await Server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
