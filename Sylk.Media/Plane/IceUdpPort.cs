using System.Net;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One UDP address for all browsers.</summary>
internal sealed class IceUdpPort : IPollHandler, IDisposable
{
    // A second of video of a hundred browsers, should the loop be kept from the processor.
    private const int KernelBuffer = 8 * 1024 * 1024;

    private readonly MediaLoop _loop;
    private readonly IceMultiplexer _multiplexer;
    private readonly UdpSocket _socket;
    private readonly int _local;
    private readonly int _slot;

    public IceUdpPort(MediaLoop loop, IceMultiplexer multiplexer, IPEndPoint endPoint)
    {
        _loop = loop;
        _multiplexer = multiplexer;
        _local = multiplexer.NextLocal();
        _socket = new UdpSocket(endPoint, loop.Sends);
        _socket.GrowBuffers(KernelBuffer);
        _slot = loop.Poller.Add(_socket.Descriptor, this);
    }

    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    public void OnReady(bool readable, bool writable)
    {
        var count = _loop.Receives.Receive(_socket.Descriptor, ReceiveBatch.Capacity);
        for (var i = 0; i < count; i++)
        {
            if (_loop.Receives.Take(i) is { } packet)
            {
                _multiplexer.Receive(packet, _local, _socket, _loop.Packets);
            }
        }
        if (_loop.Packets.Available < 2 * ReceiveBatch.Capacity)
        {
            _loop.Sends.Flush();
        }
    }

    public void Dispose()
    {
        _loop.Poller.Remove(_socket.Descriptor, _slot);
        _socket.Dispose();
    }
}
