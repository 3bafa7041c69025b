using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;

namespace Sylk.Sip.Transports;

/// <summary>A way to a peer and back (RFC 5626 section 3): a connection, a UDP 5-tuple, or the inside of this process.</summary>
internal abstract class Flow(SipPeer peer, TransportDiagnostics diagnostics)
{
    /// <summary>The other end, with the name of this flow.</summary>
    public SipPeer Peer { get; } = peer;

    public SipFlow Id => Peer.Flow;

    public string Transport => Peer.Transport;

    public IPEndPoint RemoteEndPoint => Peer.RemoteEndPoint;

    /// <summary>Our address on this flow; a concrete one also where the listener is bound to all.</summary>
    public abstract IPEndPoint LocalEndPoint { get; }

    public abstract bool IsReliable { get; }

    public abstract bool IsAlive { get; }

    /// <summary>Sends a message, or queues it. Does not block.</summary>
    /// <returns>False if the flow is dead or cannot take it.</returns>
    public bool TrySend(ReadOnlyMemory<byte> message)
    {
        // Before, so that no answer to it comes first in the trace.
        diagnostics.OnSending(this, message.Span);
        return TrySendCore(message);
    }

    /// <summary>Calls back, on the loop, when the flow has closed. Disposing takes it back; both on the loop. A flow without
    /// connection never closes.</summary>
    public virtual IDisposable? WhenClosed(Action action) => null;

    protected abstract bool TrySendCore(ReadOnlyMemory<byte> message);
}
