using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>Sends RTP and waits for each packet to come back before it sends the next, so that no load can lose any.</summary>
public sealed class RtpEndpoint : IDisposable
{
    private const int HeaderLength = 12;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _received = new byte[2048];
    private ushort _sequence;

    public RtpEndpoint() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));

    public int Port { get; } = FreePorts.Take();

    /// <summary>Sends packets to an echo on loopback.</summary>
    /// <exception cref="OperationCanceledException">One did not return.</exception>
    public async Task BounceAsync(int port, int packets)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var echo = new IPEndPoint(IPAddress.Loopback, port);
        var packet = new byte[HeaderLength + 160];
        Random.Shared.NextBytes(packet);
        packet[0] = 0x80;
        packet[1] = 0;
        for (var i = 0; i < packets; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_sequence);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _sequence * 160u);
            await _socket.SendToAsync(packet, echo, limit.Token);
            await ReceiveAsync(packet, limit.Token);
        }
    }

    private async Task ReceiveAsync(byte[] sent, CancellationToken limit)
    {
        while (true)
        {
            var length = await _socket.ReceiveAsync(_received, limit);
            if (length == sent.Length && _received.AsSpan(HeaderLength, length - HeaderLength).SequenceEqual(sent.AsSpan(HeaderLength)))
            {
                return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
