using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transports;

/// <summary>The transport inside the process: what this server sends to itself is written and read again like any other
/// message, only without a socket. Reliable, always alive, and trusted.</summary>
internal sealed class LocalFlow(IPEndPoint address, SipLimits limits, TransportDiagnostics diagnostics, ITransportReceiver receiver)
    : Flow(new SipPeer(Name, address, FlowTokens.Random(), true), diagnostics)
{
    public const string Name = "LOCAL";

    private readonly TransportDiagnostics _diagnostics = diagnostics;

    public override IPEndPoint LocalEndPoint => RemoteEndPoint;

    public override bool IsReliable => true;

    public override bool IsAlive => true;

    protected override bool TrySendCore(ReadOnlyMemory<byte> message)
    {
        if (!SipMessageParser.TryParse(message.Span, limits, out var parsed, out var error))
        {
            receiver.OnMalformed(error, this);
            return false;
        }

        _diagnostics.OnReceived(this, message.Span);
        receiver.OnMessage(parsed, this);
        return true;
    }
}
