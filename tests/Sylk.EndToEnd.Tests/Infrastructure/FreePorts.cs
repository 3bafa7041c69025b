using System.Net;
using System.Net.Sockets;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>Ports that are free for UDP and TCP on loopback, below the range from which the system gives ports of its own
/// accord, so that nobody else takes them between the look and the use.</summary>
public static class FreePorts
{
    private const int First = 10000;
    private const int FirstOfRanges = 16000;
    private const int FirstOfLargeRanges = 22000;
    private const int End = 32000;

    /// <summary>So many ports are a large range. They are apart from the small ones, which are many and would leave no room for them.</summary>
    private const int Large = 64;

    private static readonly HashSet<int> Given = [];

    public static int Take()
    {
        lock (Given)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var port = Random.Shared.Next(First, FirstOfRanges) & ~1;
                if (Given.Add(port) && IsFree(port) && IsFree(port + 1))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException("No free port found.");
    }

    /// <summary>An even start of a range of consecutive ports, away from the single ones.</summary>
    public static int TakeRange(int count)
    {
        lock (Given)
        {
            var (first, end) = count >= Large ? (FirstOfLargeRanges, End) : (FirstOfRanges, FirstOfLargeRanges);
            var start = Random.Shared.Next(first, end - count) & ~1;
            for (var seen = 0; seen < 2 * (end - first);)
            {
                var range = Enumerable.Range(start, count).ToArray();
                if (!Array.Exists(range, port => Given.Contains(port) || !IsFree(port)))
                {
                    Given.UnionWith(range);
                    return start;
                }

                // Behind the last port of the range that is in use.
                var next = (Array.FindLast(range, port => Given.Contains(port) || !IsFree(port)) + 2) & ~1;
                seen += next - start;
                start = next + count > end ? first : next;
            }
        }

        throw new InvalidOperationException("No free port range found.");
    }

    /// <summary>Gives a range back, when who had it is gone.</summary>
    public static void Return(int start, int count)
    {
        lock (Given)
        {
            Given.ExceptWith(Enumerable.Range(start, count));
        }
    }

    /// <summary>Whether somebody listens at a UDP port of loopback.</summary>
    public static bool IsTaken(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Any, port));
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
