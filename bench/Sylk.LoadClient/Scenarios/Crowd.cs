using System.Diagnostics;
using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>Users on WebSockets of their own who ask something every second. They live in another process: its collections
/// must not stop the clocks of this one.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>First word of the command line by which this program is a crowd.</summary>
    public const string Command = "crowd";

    private const int Count = 5_000;
    private const string Connected = "connected";

    private static readonly byte[] _ping = """{"sylkrtc":"ping","transaction":"p"}"""u8.ToArray();

    private readonly Process _process;

    private Crowd(Process process) => _process = process;

    /// <summary>Starts one, on the second processor, and waits until it is there.</summary>
    public static async Task<Crowd> StartAsync(Uri server)
    {
        string[] command = ["--cpu-list", "1", Environment.ProcessPath!, typeof(Crowd).Assembly.Location, Command, server.ToString()];
        var process = Process.Start(new ProcessStartInfo("taskset", command) { RedirectStandardOutput = true })!;
        var crowd = new Crowd(process);
        if (await process.StandardOutput.ReadLineAsync() == Connected)
        {
            return crowd;
        }

        crowd.Dispose();
        throw new InvalidOperationException("The crowd could not connect.");
    }

    /// <summary>Is the crowd, until it is killed.</summary>
    public static async Task RunAsync(Uri server)
    {
        var users = new List<JsonSocket>();
        for (var i = 0; i < Count; i++)
        {
            var user = new JsonSocket();
            await user.ConnectAsync(server, "sylkRTC-2");
            users.Add(user);
        }

        Console.WriteLine(Connected);
        var clock = Stopwatch.StartNew();
        for (long sent = 0; ; sent++)
        {
            // One after the other, evenly over the second.
            var early = TimeSpan.FromSeconds((double)sent / Count) - clock.Elapsed;
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early);
            }

            var user = users[(int)(sent % Count)];
            await user.SendAsync(_ping);
            user.Forget();
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
