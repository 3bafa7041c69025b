using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One socket of a SIP leg: RTP or RTCP.</summary>
internal sealed class RtpPort : IPollHandler, IDisposable
{
    private const int MaxBatch = 8;
    private readonly MediaLoop _loop;
    private readonly RtpTransport _transport;
    private readonly int _slot;

    public RtpPort(MediaLoop loop, RtpTransport transport, UdpSocket socket)
    {
        _loop = loop;
        _transport = transport;
        Socket = socket;
        _slot = loop.Poller.Add(socket.Descriptor, this);
    }

    public UdpSocket Socket { get; }

    public RemotePort Remote { get; } = new();

    public void OnReady(bool readable, bool writable)
    {
        var count = _loop.Receives.Receive(Socket.Descriptor, MaxBatch);
        for (var i = 0; i < count; i++)
        {
            if (_loop.Receives.Take(i) is { } packet)
            {
                _transport.Receive(packet, this);
            }
        }
        if (_loop.Packets.Available < 2 * ReceiveBatch.Capacity)
        {
            _loop.Sends.Flush();
        }
    }

    public void Dispose()
    {
        _loop.Poller.Remove(Socket.Descriptor, _slot);
        Socket.Dispose();
    }
}
