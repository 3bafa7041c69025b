using System.Diagnostics;
using System.Globalization;

namespace Sylk.LoadClient.Endpoints;

/// <summary>SIPp with one of the scenarios of this program, on the second processor, over UDP.</summary>
internal sealed class SippProcess : IDisposable
{
    private readonly string _statistics = Path.GetTempFileName();
    private readonly Process _process;

    public SippProcess(string scenario, int localPort, int remotePort, params string[] options)
    {
        string[] command =
        [
            "--cpu-list", "1", "sipp", $"127.0.0.1:{remotePort}", "-sf", Path.Combine(AppContext.BaseDirectory, "Sipp", $"{scenario}.xml"),
            "-i", "127.0.0.1", "-p", localPort.ToString(CultureInfo.InvariantCulture), "-nostdin",
            "-trace_stat", "-stf", _statistics, "-fd", "1", .. options,
        ];
        _process = Process.Start(new ProcessStartInfo("taskset", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>The latest value of a column of its statistics.</summary>
    public double Read(string column)
    {
        var lines = File.ReadAllLines(_statistics);
        var index = Array.IndexOf(lines[0].Split(';'), column);
        return double.Parse(lines[^1].Split(';')[index], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_statistics);
    }
}
