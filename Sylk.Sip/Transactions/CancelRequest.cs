using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>The CANCEL for an INVITE (RFC 3261 section 9.1).</summary>
internal static class CancelRequest
{
    public static SipRequest For(SipRequest invite, string? reason)
    {
        var cancel = new SipRequest("CANCEL", invite.RequestUri);
        cancel.Headers.AddParsed("Via", invite.Headers.First("Via")!);
        cancel.Headers.CopyFrom(invite.Headers, "Route");
        cancel.MaxForwards = 70;
        foreach (var name in (ReadOnlySpan<string>)["From", "To", "Call-ID"])
        {
            cancel.Headers.CopyFrom(invite.Headers, name);
        }

        cancel.Headers.Add("CSeq", new CSeqHeader(invite.CSeq!.Value.Number, "CANCEL").ToString());
        if (reason is not null)
        {
            cancel.Headers.Add("Reason", reason);
        }

        return cancel;
    }
}
