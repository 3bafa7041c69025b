using System.Text.RegularExpressions;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>The server as built, with the shipped settings on free ports and more accounts than those delivered.</summary>
public sealed partial class SylkServer : IAsyncDisposable
{
    private const int Accounts = 60;
    private const int RtpPorts = 256;

    private readonly TemporaryDirectory _directory;
    private readonly int _firstRtpPort;
    private ChildProcess _process;
    private int _accountsTaken;

    private SylkServer(TemporaryDirectory directory, ChildProcess process, int web, int sip, int tls, int rtp)
    {
        _firstRtpPort = rtp;
        _directory = directory;
        _process = process;
        SipPort = sip;
        TlsPort = tls;
        Page = $"http://127.0.0.1:{web}/webrtcgateway/";
        SecurePage = $"https://127.0.0.1:{web}/webrtcgateway/";
    }

    /// <summary>Port of UDP and TCP.</summary>
    public int SipPort { get; }

    /// <summary>Port of TLS.</summary>
    public int TlsPort { get; }

    /// <summary>The phone page.</summary>
    public string Page { get; }

    /// <summary>The phone page, when the server has a certificate for the web.</summary>
    public string SecurePage { get; }

    /// <summary>An address of the home domain which no other test uses; its password is <c>demo</c>.</summary>
    public string TakeAccount()
    {
        var number = Interlocked.Increment(ref _accountsTaken);
        return number <= Accounts ? Account(number) : throw new InvalidOperationException("There are not so many accounts.");
    }

    /// <param name="changes">What is different from the shipped settings.</param>
    public static async Task<SylkServer> StartAsync(params SettingChange[] changes)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Sylk.sln")))
        {
            root = root.Parent;
        }

        var directory = new TemporaryDirectory();
        int web = FreePorts.Take(), sip = FreePorts.Take(), tls = FreePorts.Take(), media = FreePorts.Take(), rtp = FreePorts.TakeRange(RtpPorts);
        var ports = new Dictionary<string, string>
        {
            ["10888"] = $"{web}",
            ["10889"] = $"{media}",
            ["5060"] = $"{sip}",
            ["5061"] = $"{tls}",
            ["[50000, 50500]"] = $"[{rtp}, {rtp + RtpPorts - 1}]",
        };
        foreach (var file in Directory.GetFiles(Path.Combine(root.FullName, "config"), "*.toml"))
        {
            var name = Path.GetFileName(file);
            var text = await File.ReadAllTextAsync(file);
            text = changes.Where(change => change.File == name).Aggregate(text, (changed, change) => change.Apply(changed));
            text += name == "registrar.toml" ? string.Concat(Enumerable.Range(1, Accounts).Select(AccountSetting)) : "";
            directory.Write($"config/{name}", ShippedPorts().Replace(text, port => ports[port.Value]));
        }

        return new(directory, await RunAsync(directory), web, sip, tls, rtp);
    }

    /// <summary>Sends SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync()
    {
        _process.Signal(15);
        return _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Sends SIGKILL.</summary>
    public Task KillAsync()
    {
        _process.Signal(9);
        return _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Starts again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, as it was.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = await RunAsync(_directory);
    }

    private static async Task<ChildProcess> RunAsync(TemporaryDirectory directory)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, "Sylk.Server", own.Name, "Sylk.Server.dll");
        var process = ChildProcess.Start("dotnet", [assembly, "--debug", "--config-dir", Path.Combine(directory.Path, "config")]);
        await process.WaitForLineAsync("is ready at");
        return process;
    }

    [GeneratedRegex(@"\b(10888|10889|5060|5061)\b|\[50000, 50500\]")]
    private static partial Regex ShippedPorts();

    private static string Account(int number) => $"user{number}@sylk.test";

    private static string AccountSetting(int number) => $"""

        [[account]]
        uri = "{Account(number)}"
        password = "demo"

        """;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
        FreePorts.Return(_firstRtpPort, RtpPorts);
    }
}
