using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Dialogs;

namespace Sylk.Sip.UserAgents;

/// <summary>Requests of one call, in whichever of its dialogs (RFC 3261 section 12.2.1). Used on the loop.</summary>
internal sealed class DialogRequests(UserAgentLayer layer, DigestClient? digest)
{
    public SipRequest Create(Dialog dialog, string method)
    {
        var request = dialog.CreateRequest(method);
        request.Headers.Add("User-Agent", layer.Product);
        return request;
    }

    public ClientRequest Send(
        Dialog dialog, SipRequest request, Action<SipResponse> final, Action<SipResponse>? provisional = null, Action<SipResponse>? laterSuccess = null)
    {
        var sending = new ClientRequest(layer.Transactions, request, dialog.Destination(layer.Transactions), digest, dialog.NextSequence)
        {
            Provisional = provisional,
            Final = final,
            LaterSuccess = laterSuccess,
        };
        sending.Start();
        return sending;
    }

    /// <summary>Acknowledges a 2xx; the credentials are those of the INVITE (RFC 3261 section 13.2.2.4).</summary>
    public void Acknowledge(Dialog dialog, SipRequest invite, string? answer)
    {
        var ack = dialog.CreateAck(invite.CSeq!.Value.Number);
        foreach (var name in (ReadOnlySpan<string>)["Authorization", "Proxy-Authorization"])
        {
            ack.Headers.CopyFrom(invite.Headers, name);
        }

        if (answer is not null)
        {
            ack.SetBody("application/sdp", answer);
        }

        layer.Transactions.SendStateless(ack, dialog.Destination(layer.Transactions));
    }
}
