using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Sockets;

/// <summary>A bound, unconnected UDP socket whose outgoing packets are queued until the loop flushes them.</summary>
internal sealed class UdpSocket : IPacketSender, IFlushable, IDisposable
{
    private const int SolSocket = 1;
    private const int SoReceiveBufferForce = 33;
    private const int SoSendBufferForce = 32;

    private readonly Socket _socket;
    private readonly SendScheduler _scheduler;
    private PacketQueue _outgoing;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpSocket(IPEndPoint endPoint, SendScheduler scheduler)
    {
        _scheduler = scheduler;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }
            _socket.Bind(endPoint);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
        Descriptor = (int)_socket.Handle;
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public int Descriptor { get; }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Queues a packet for its <see cref="Packet.Remote"/>, taking it over.</summary>
    public void Send(Packet packet)
    {
        if (_outgoing.IsEmpty)
        {
            _scheduler.Add(this);
        }
        _outgoing.Add(packet);
    }

    public void Release()
    {
    }

    public void Flush() => _scheduler.Datagrams.Send(Descriptor, ref _outgoing);

    /// <summary>Asks for large kernel buffers, past the system's limit where this process may do so.</summary>
    public void GrowBuffers(int bytes)
    {
        _socket.ReceiveBufferSize = bytes;
        _socket.SendBufferSize = bytes;
        try
        {
            var value = BitConverter.GetBytes(bytes);
            _socket.SetRawSocketOption(SolSocket, SoReceiveBufferForce, value);
            _socket.SetRawSocketOption(SolSocket, SoSendBufferForce, value);
        }
        catch (SocketException)
        {
            // Not privileged: the kernel's ordinary limit stays.
        }
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Dispose()
    {
        _scheduler.Flush();
        _socket.Dispose();
    }
}
