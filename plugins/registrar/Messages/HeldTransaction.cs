using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Messages;

/// <summary>Passes on everything but a final failure, which is kept: there may be something better to say.</summary>
internal sealed class HeldTransaction(ISipServerTransaction inner) : ISipServerTransaction
{
    public SipRequest Request => inner.Request;

    public SipPeer Peer => inner.Peer;

    public CancellationToken Cancelled => inner.Cancelled;

    public SipRequest? Cancel => inner.Cancel;

    /// <summary>The failure, once there is one.</summary>
    public SipResponse? Failure { get; private set; }

    public void Respond(SipResponse response)
    {
        if (response.StatusCode < 300)
        {
            inner.Respond(response);
        }
        else
        {
            Failure ??= response;
        }
    }
}
