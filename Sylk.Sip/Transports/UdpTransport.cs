using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transports;

/// <summary>One UDP listener.</summary>
internal sealed class UdpTransport : IAsyncDisposable
{
    public const string Name = "UDP";

    private const int ReceiveBufferBytes = 4 * 1024 * 1024;
    private const int MaxRememberedFlows = 4096;

    private readonly Socket _socket;
    private readonly byte _number;
    private readonly TransportContext _context;
    private readonly Dictionary<SocketAddress, UdpFlow> _flows = [];
    private Task _receiving = Task.CompletedTask;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpTransport(IPEndPoint address, byte number, TransportContext context)
    {
        _number = number;
        _context = context;
        _socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }

            _socket.ReceiveBufferSize = ReceiveBufferBytes;
            _socket.Bind(address);
            _socket.Blocking = false; // a full send buffer loses the datagram instead of holding the loop
            BoundTo = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public IPEndPoint BoundTo { get; }

    public void Start() => _receiving = Task.Run(ReceiveAsync);

    public UdpFlow FlowTo(IPEndPoint remote) => new(
        this, new SipPeer(Name, remote, _context.Tokens.ForUdp(_number, remote), _context.IsTrusted(remote.Address)), _context);

    /// <returns>False if the datagram is too long or there is no way to the address.</returns>
    public bool TrySend(ReadOnlySpan<byte> datagram, SocketAddress remote)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, remote);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return true; // lost on the way, like any datagram
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
    }

    private async Task ReceiveAsync()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(65536, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        while (true)
        {
            int length;
            try
            {
                length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from);
            }
            catch (SocketException e) when (e.SocketErrorCode is not SocketError.OperationAborted)
            {
                continue; // an ICMP error of something sent before
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            OnDatagram(buffer.AsSpan(0, length), from);
        }
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        if (datagram.Length < 20 || !datagram.ContainsAnyExcept("\r\n\0"u8))
        {
            return; // a keep-alive (RFC 3261 has no shorter message)
        }

        if (StunKeepAlive.IsStun(datagram))
        {
            Span<byte> answer = stackalloc byte[StunKeepAlive.MaxAnswer];
            var length = StunKeepAlive.Answer(datagram, (IPEndPoint)BoundTo.Create(from), answer);
            if (length > 0)
            {
                TrySend(answer[..length], from);
            }

            return;
        }

        var flow = Remembered(from);
        _context.Diagnostics.OnReceived(flow, datagram);
        if (SipMessageParser.TryParse(datagram, _context.Limits, out var message, out var error))
        {
            _context.Receiver.OnMessage(message, flow);
        }
        else
        {
            _context.Receiver.OnMalformed(error, flow);
        }
    }

    /// <summary>Peers that talk often need not be named anew for each datagram. Only the receiving task comes here.</summary>
    private UdpFlow Remembered(SocketAddress from)
    {
        if (_flows.TryGetValue(from, out var flow))
        {
            return flow;
        }

        if (_flows.Count >= MaxRememberedFlows)
        {
            _flows.Clear();
        }

        flow = FlowTo((IPEndPoint)BoundTo.Create(from));
        _flows[flow.Address] = flow;
        return flow;
    }
}
