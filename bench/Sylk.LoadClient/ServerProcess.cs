using System.Globalization;

namespace Sylk.LoadClient;

/// <summary>What the kernel says of the server under test, all threads together.</summary>
internal sealed class ServerProcess(int id)
{
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds, user and system.</summary>
    public double CpuSeconds
    {
        get
        {
            // Precise per-thread run time where the kernel gives it, ticks of 10 ms otherwise.
            double nanoseconds = 0;
            try
            {
                foreach (var task in Directory.GetDirectories($"/proc/{id}/task"))
                {
                    nanoseconds += double.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                nanoseconds = 0;
            }

            if (nanoseconds > 0)
            {
                return nanoseconds / 1e9;
            }

            var fields = File.ReadAllText($"/proc/{id}/stat").Split(')')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long Resident => Status("VmRSS") * 1024;

    public long Threads => Status("Threads");

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
