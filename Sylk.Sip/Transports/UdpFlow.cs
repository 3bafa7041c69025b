using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>A UDP listener and a remote address. It has no state: it lives as long as the listener.</summary>
internal sealed class UdpFlow(UdpTransport transport, SipPeer peer, TransportContext context) : Flow(peer, context.Diagnostics)
{
    public UdpTransport Listener => transport;

    /// <summary>The remote address as the socket wants it.</summary>
    public SocketAddress Address { get; } = peer.RemoteEndPoint.Serialize();

    public override IPEndPoint LocalEndPoint => new(context.Addresses.Towards(transport.BoundTo.Address, RemoteEndPoint.Address), transport.BoundTo.Port);

    public override bool IsReliable => false;

    public override bool IsAlive => true;

    protected override bool TrySendCore(ReadOnlyMemory<byte> message) => transport.TrySend(message.Span, Address);
}
