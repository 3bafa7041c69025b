using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sylk.LoadClient.Servers;

/// <summary>What the kernel says of the server under test, all threads together.</summary>
internal sealed partial class ServerProcess(int id)
{
    // The CPU clock of another process (see clock_getcpuclockid): exact, and threads that have ended still count.
    private readonly int _clock = (~id << 3) | 2;

    /// <summary>CPU seconds, user and system.</summary>
    public double CpuSeconds =>
        clock_gettime(_clock, out var time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : throw new Win32Exception();

    /// <summary>Resident memory in bytes.</summary>
    public long Resident => Status("VmRSS") * 1024;

    /// <summary>The most memory that was resident since <see cref="ForgetPeak"/>, in bytes.</summary>
    public long PeakResident => Status("VmHWM") * 1024;

    public long Threads => Status("Threads");

    /// <summary>Lets the peak begin anew (see proc_pid_clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{id}/clear_refs", "5");

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpecification(long Seconds, long Nanoseconds);
}
