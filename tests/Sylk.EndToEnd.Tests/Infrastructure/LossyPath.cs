using System.Net;
using System.Net.Sockets;

namespace Sylk.EndToEnd.Tests.Infrastructure;

/// <summary>A path over loopback that carries UDP between peers and a server and loses every so-manieth long RTP packet, which
/// is to say one of a picture, in each direction.</summary>
public sealed class LossyPath : IDisposable
{
    private const int ShortPacket = 300;
    private readonly Socket _front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Dictionary<EndPoint, Socket> _backs = [];
    private readonly IPEndPoint _server;
    private readonly int _interval;
    private int _upward;
    private int _downward;
    private int _lost;

    /// <param name="server">Where the server listens.</param>
    /// <param name="interval">One packet of so many is lost.</param>
    public LossyPath(IPEndPoint server, int interval)
    {
        _server = server;
        _interval = interval;
        _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ = Task.Run(CarryUpAsync);
    }

    /// <summary>How many packets were lost.</summary>
    public int Lost => _lost;

    /// <summary>A description in which this path stands in the place of the server.</summary>
    public string Redirect(string description) =>
        string.Join('\n', description.Split('\n').Where(line => !IsTcpCandidate(line)))
            .Replace($" {_server.Port} typ host", $" {((IPEndPoint)_front.LocalEndPoint!).Port} typ host", StringComparison.Ordinal);

    public void Dispose()
    {
        _front.Dispose();
        lock (_backs)
        {
            foreach (var back in _backs.Values)
            {
                back.Dispose();
            }
        }
    }

    private static bool IsTcpCandidate(string line) =>
        line.StartsWith("a=candidate", StringComparison.Ordinal) && line.Contains(" tcp ", StringComparison.Ordinal);

    private async Task CarryUpAsync()
    {
        var buffer = new byte[2048];
        await CarryAsync(async () =>
        {
            var received = await _front.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            var packet = buffer.AsMemory(0, received.ReceivedBytes);
            if (!Loses(packet.Span, ref _upward))
            {
                await BackOf(received.RemoteEndPoint).SendToAsync(packet, _server);
            }
        });
    }

    private async Task CarryDownAsync(Socket back, EndPoint peer)
    {
        var buffer = new byte[2048];
        await CarryAsync(async () =>
        {
            var packet = buffer.AsMemory(0, await back.ReceiveAsync(buffer));
            if (!Loses(packet.Span, ref _downward))
            {
                await _front.SendToAsync(packet, peer);
            }
        });
    }

    private static async Task CarryAsync(Func<Task> carryOne)
    {
        try
        {
            while (true)
            {
                await carryOne();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the path.
        }
    }

    private Socket BackOf(EndPoint peer)
    {
        lock (_backs)
        {
            if (!_backs.TryGetValue(peer, out var back))
            {
                back = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                back.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                _backs.Add(peer, back);
                _ = Task.Run(() => CarryDownAsync(back, peer));
            }

            return back;
        }
    }

    private bool Loses(ReadOnlySpan<byte> packet, ref int count)
    {
        var isRtp = packet.Length > ShortPacket && packet[0] is >= 128 and <= 191 && packet[1] is < 192 or > 223;
        if (!isRtp || Interlocked.Increment(ref count) % _interval != 0)
        {
            return false;
        }

        Interlocked.Increment(ref _lost);
        return true;
    }
}
