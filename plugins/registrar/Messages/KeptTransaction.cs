using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Messages;

/// <summary>A message that was kept, sent as if it came in now: its sender got his answer long ago.</summary>
internal sealed class KeptTransaction(SipRequest request) : ISipServerTransaction
{
    private static readonly SipPeer Inside = new("LOCAL", new(IPAddress.Loopback, 0), new(""), IsTrusted: true);

    public SipRequest Request => request;

    public SipPeer Peer => Inside;

    public CancellationToken Cancelled => CancellationToken.None;

    public SipRequest? Cancel => null;

    /// <summary>Final response, once there is one.</summary>
    public SipResponse? Final { get; private set; }

    public void Respond(SipResponse response) => Final = response.IsProvisional ? Final : response;
}
