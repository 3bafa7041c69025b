using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Hosting;

/// <summary>The server as a process, and its signals.</summary>
public sealed partial class ReloadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-reload").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task SIGHUP_takes_over_traces_and_refuses_mistakes()
    {
        Write("sip = false");
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(Sylk.Server.Hosting.SylkServer).Assembly.Location, "--config-dir", _directory])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var listening = SipOverUdp().Match(await LineAsync(server, "SIP over UDP at"));
            using var phone = new RawPhone(IPEndPoint.Parse(listening.Groups[1].Value));
            var before = phone.Request("OPTIONS", "anybody");
            await phone.AskAsync(before);

            Write("sip = maybe");
            await SignalAsync(server, "HUP");
            Assert.Contains("sylk.toml:", await LineAsync(server, "not read again"), StringComparison.Ordinal);

            Write("sip = true");
            await SignalAsync(server, "HUP");
            Assert.Contains("SIP trace on", await LineAsync(server, "read again"), StringComparison.Ordinal);
            var after = phone.Request("OPTIONS", "anybody");
            await phone.AskAsync(after);

            await SignalAsync(server, "TERM");
            await server.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, server.ExitCode);
            var trace = await File.ReadAllTextAsync(Path.Combine(_directory, "trace", "sip_trace.log"));
            Assert.Contains(after.CallId, trace, StringComparison.Ordinal);
            Assert.DoesNotContain(before.CallId, trace, StringComparison.Ordinal);
        }
        finally
        {
            if (!server.HasExited)
            {
                server.Kill();
            }
        }
    }

    private static async Task SignalAsync(Process process, string signal) =>
        await Process.Start("kill", ["-s", signal, $"{process.Id}"]).WaitForExitAsync();

    private static async Task<string> LineAsync(Process process, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The server ended and has not written '{text}'.");
    }

    private void Write(string trace) => File.WriteAllText(Path.Combine(_directory, "sylk.toml"), $"""
        [server]
        data_dir = "data"
        [applications]
        enabled = []
        [web]
        listen = "127.0.0.1:0"
        [webrtc]
        port = 0
        [sip]
        udp_port = 0
        tcp_port = 0
        [trace]
        dir = "trace"
        {trace}
        """);

    [GeneratedRegex("SIP over UDP at ([0-9.:]+)")]
    private static partial Regex SipOverUdp();
}
