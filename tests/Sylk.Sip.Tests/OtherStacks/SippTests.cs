using System.Diagnostics;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.OtherStacks;

/// <summary>SIPp calls the stack.</summary>
public sealed class SippTests
{
    [Fact]
    public async Task Sipp_makes_calls_over_UDP()
    {
        await using var stack = new TestStack();
        await RunAsync(stack, "u1", "UDP");
    }

    private static async Task RunAsync(TestStack stack, string mode, string transport)
    {
        var start = new ProcessStartInfo("/usr/bin/sipp", $"-sn uac -t {mode} -m 20 -r 20 -d 10 -timeout 30 -nostdin {stack.EndPoint(transport)}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var sipp = Process.Start(start)!;
        var output = sipp.StandardOutput.ReadToEndAsync();
        var errors = sipp.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await sipp.WaitForExitAsync(timeout.Token);
        Assert.True(sipp.ExitCode == 0, $"{await errors}\n{await output}");
    }
}
