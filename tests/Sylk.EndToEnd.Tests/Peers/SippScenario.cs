using System.Globalization;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>Runs a SIPp scenario to its end.</summary>
public static class SippScenario
{
    /// <summary>Runs a scenario file of <c>Scenarios/</c> against a target, or waits for calls when there is none.</summary>
    /// <returns>SIPp's exit code (0: every call went as written) and what it printed and logged.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string scenario, string? target, int calls = 1, int localPort = 0,
        string localAddress = "127.0.0.1", TimeSpan? timeout = null, params string[] options)
    {
        using var directory = new TemporaryDirectory();
        await using var process = Start(scenario, target, directory, calls, localPort, localAddress, options);
        var code = await process.WaitForExitAsync(timeout ?? TimeSpan.FromSeconds(60));
        var errors = string.Join('\n', Directory.GetFiles(directory.Path, "*errors.log").Select(File.ReadAllText));
        return (code, errors + process.Tail(30));
    }

    public static ChildProcess Start(string scenario, string? target, TemporaryDirectory directory, int calls, int localPort,
        string localAddress, params string[] options)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Scenarios", scenario + ".xml");
        List<string> arguments =
        [
            "-sf", file, "-i", localAddress, "-m", calls.ToString(CultureInfo.InvariantCulture), "-nostdin", "-trace_err",
            "-timeout", "55s", "-timeout_error", "-p",
            (localPort == 0 ? FreePorts.Take() : localPort).ToString(CultureInfo.InvariantCulture), "-mi", localAddress,
            "-min_rtp_port", FreePorts.TakeRange(4).ToString(CultureInfo.InvariantCulture), .. options,
        ];
        if (target is not null)
        {
            arguments.Add(target);
        }

        return ChildProcess.Start("sipp", arguments, directory.Path, new Dictionary<string, string> { ["TERM"] = "xterm" });
    }
}
