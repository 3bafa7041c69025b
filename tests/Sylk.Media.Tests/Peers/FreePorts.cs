using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Tests.Peers;

internal static class FreePorts
{
    /// <summary>An even port that is free for UDP with those after it, where neither the system nor other tests take any.</summary>
    public static int FindPairs(int count)
    {
        while (true)
        {
            var start = Random.Shared.Next(30_100, 32_700) & ~1;
            if (Enumerable.Range(start, 2 * count).All(IsFree))
            {
                return start;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
