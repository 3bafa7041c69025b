using System.Net;
using System.Net.Sockets;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One TCP address for all browsers, and the connections made to it.</summary>
internal sealed class IceTcpPort : IPollHandler, IDisposable
{
    private const int Backlog = 128;
    private const int BufferLength = 16 * 1024;
    private const long Pause = 100 * MediaClock.MicrosecondsPerMillisecond;

    private readonly MediaLoop _loop;
    private readonly IceMultiplexer _multiplexer;
    private readonly Socket _socket;
    private readonly List<IceTcpConnection> _unproven = [];
    private readonly HashSet<IceTcpConnection> _proven = [];
    private readonly int _maxUnproven;
    private readonly WheelTimer _resume;
    private int _slot;
    private bool _isListening;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public IceTcpPort(MediaLoop loop, IceMultiplexer multiplexer, IPEndPoint endPoint, MediaPlaneOptions options)
    {
        _loop = loop;
        _multiplexer = multiplexer;
        _maxUnproven = options.WebRtcTcpMaxUnproven;
        ProofTimeout = options.WebRtcTcpProofTimeout;
        ConsentTimeout = options.ConsentTimeout;
        _resume = new WheelTimer(_ => Listen());
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }
            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
        Listen();
    }

    /// <summary>How long a connection may wait for its first verified check.</summary>
    public TimeSpan ProofTimeout { get; }

    /// <summary>How long it may be without another one.</summary>
    public TimeSpan ConsentTimeout { get; }

    /// <summary>Used by one connection after the other, each time until all of it was looked at.</summary>
    public byte[] ReceiveBuffer { get; } = GC.AllocateUninitializedArray<byte>(BufferLength);

    public void OnReady(bool readable, bool writable)
    {
        StreamSocket accepted;
        try
        {
            accepted = new StreamSocket(_socket.Accept());
        }
        catch (SocketException)
        {
            // No descriptor is left, or the peer has gone again. The listener stays readable in the first case.
            Deafen();
            _loop.Timers.Schedule(_resume, _loop.Now + Pause);
            return;
        }
        if (_unproven.Count == _maxUnproven)
        {
            _unproven[0].Dispose();
        }
        _unproven.Add(new IceTcpConnection(_loop, _multiplexer, this, accepted));
    }

    public void MarkProven(IceTcpConnection connection)
    {
        _unproven.Remove(connection);
        _proven.Add(connection);
    }

    public void Remove(IceTcpConnection connection)
    {
        _unproven.Remove(connection);
        _proven.Remove(connection);
    }

    public void Dispose()
    {
        _loop.Timers.Cancel(_resume);
        Deafen();
        foreach (var connection in _unproven.Concat(_proven).ToList())
        {
            connection.Dispose();
        }
        _socket.Dispose();
    }

    private void Listen()
    {
        _slot = _loop.Poller.Add((int)_socket.Handle, this);
        _isListening = true;
    }

    private void Deafen()
    {
        if (_isListening)
        {
            _loop.Poller.Remove((int)_socket.Handle, _slot);
            _isListening = false;
        }
    }
}
