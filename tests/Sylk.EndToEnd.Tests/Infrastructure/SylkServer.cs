namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>The server as built, with the shipped settings on free ports.</summary>
public sealed class SylkServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly ChildProcess _process;

    private SylkServer(TemporaryDirectory directory, ChildProcess process, int web, int sip, int tls)
    {
        _directory = directory;
        _process = process;
        SipPort = sip;
        TlsPort = tls;
        Page = $"http://127.0.0.1:{web}/webrtcgateway/";
        Socket = new Uri($"ws://127.0.0.1:{web}/webrtcgateway/ws");
    }

    /// <summary>Port of UDP and TCP.</summary>
    public int SipPort { get; }

    /// <summary>Port of TLS.</summary>
    public int TlsPort { get; }

    /// <summary>The phone page.</summary>
    public string Page { get; }

    /// <summary>The gateway's WebSocket.</summary>
    public Uri Socket { get; }

    /// <summary>What the server printed.</summary>
    public string Output => _process.Output;

    /// <param name="settings">Settings that differ, by the environment variables for them.</param>
    public static async Task<SylkServer> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Sylk.sln")))
        {
            root = root.Parent;
        }

        var directory = new TemporaryDirectory();
        int web = FreePorts.Take(), sip = FreePorts.Take(), tls = FreePorts.Take(), media = FreePorts.Take(), rtp = FreePorts.TakeRange(64);
        foreach (var file in Directory.GetFiles(Path.Combine(root.FullName, "config"), "*.toml"))
        {
            var text = await File.ReadAllTextAsync(file);
            directory.Write($"config/{Path.GetFileName(file)}", text
                .Replace("10888", $"{web}", StringComparison.Ordinal)
                .Replace("10889", $"{media}", StringComparison.Ordinal)
                .Replace("5060", $"{sip}", StringComparison.Ordinal)
                .Replace("5061", $"{tls}", StringComparison.Ordinal)
                .Replace("[50000, 50500]", $"[{rtp}, {rtp + 63}]", StringComparison.Ordinal));
        }

        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, "Sylk.Server", own.Name, "Sylk.Server.dll");
        var process = ChildProcess.Start("dotnet", [assembly, "--debug", "--config-dir", Path.Combine(directory.Path, "config")], environment: settings);
        await process.WaitForLineAsync("is ready at", TimeSpan.FromSeconds(30));
        return new(directory, process, web, sip, tls);
    }

    /// <summary>Sends SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync()
    {
        _process.Signal(15);
        return _process.WaitForExitAsync(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
