using System.Globalization;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>SIPp with a scenario: it calls a target, or waits for calls at a port of its own.</summary>
public sealed class SippScenario : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ChildProcess _process;

    private SippScenario(string steps, int calls, string? target, string[] options)
    {
        Port = FreePorts.Take();
        MediaPort = FreePorts.TakeRange(4);
        var file = _directory.Write("scenario.xml", $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <scenario name="test">
            {steps}
            </scenario>
            """);
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        _process = ChildProcess.Start(
            "sipp",
            [
                "-sf", file, "-i", "127.0.0.1", "-p", Text(Port), "-mi", "127.0.0.1", "-mp", Text(MediaPort), "-m", Text(calls), "-nostdin",
                "-trace_err", "-error_file", ErrorFile, "-trace_logs", "-log_file", LogFile, "-timeout", "150s", "-timeout_error",
                .. options, .. target is null ? (string[])[] : [target],
            ],
            _directory.Path,
            new Dictionary<string, string> { ["TERM"] = "xterm" });
    }

    /// <summary>Where it waits for SIP over UDP, and sends it from.</summary>
    public int Port { get; }

    /// <summary>Where it receives RTP.</summary>
    public int MediaPort { get; }

    private string ErrorFile => Path.Combine(_directory.Path, "errors.log");

    private string LogFile => Path.Combine(_directory.Path, "log");

    /// <summary>Begins to call.</summary>
    /// <param name="target">Host and port of the server.</param>
    /// <param name="steps">What happens, as in a SIPp scenario without its frame.</param>
    /// <param name="calls">How many calls.</param>
    /// <param name="options">Further options of the command line.</param>
    public static SippScenario Call(string target, string steps, int calls = 1, params string[] options) => new(steps, calls, target, options);

    /// <summary>Waits for one call.</summary>
    /// <param name="steps">What happens, as in a SIPp scenario without its frame.</param>
    /// <param name="options">Further options of the command line.</param>
    public static async Task<SippScenario> WaitAsync(string steps, params string[] options)
    {
        var scenario = new SippScenario(steps, 1, null, options);
        await Eventually.IsTrueAsync(() => FreePorts.IsTaken(scenario.Port), () => scenario._process.Tail());
        return scenario;
    }

    /// <summary>The lines that <c>log</c> actions have written so far.</summary>
    public string[] Log() => File.Exists(LogFile) ? [.. File.ReadAllText(LogFile).Split('\n').SkipLast(1)] : [];

    /// <summary>A column of the table that <c>-trace_counts</c> makes SIPp write at its end; the number of the step is left out.</summary>
    public int Count(string column)
    {
        var lines = File.ReadAllLines(Directory.GetFiles(_directory.Path, "*counts.csv").Single());
        var names = lines[0].Split(';');
        return int.Parse(lines[^1].Split(';')[Array.FindIndex(names, name => name.EndsWith("_" + column, StringComparison.Ordinal))], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until all calls are over and went as written.</summary>
    public async Task SucceedAsync()
    {
        var code = await _process.WaitForExitAsync(TimeSpan.FromSeconds(170));
        Assert.True(code == 0, $"SIPp ended with {code}: {(File.Exists(ErrorFile) ? await File.ReadAllTextAsync(ErrorFile) : _process.Tail())}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
