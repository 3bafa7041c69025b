using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Dialogs;

/// <summary>RFC 3261 section 12.</summary>
internal readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag)
{
    /// <summary>The dialog a request from the peer belongs to.</summary>
    public static DialogId Of(SipRequest request) => new(request.CallId, request.To?.Tag ?? "", request.From?.Tag ?? "");

    /// <summary>The dialog a response from the peer makes.</summary>
    public static DialogId Of(SipResponse response) => new(response.CallId, response.From?.Tag ?? "", response.To?.Tag ?? "");
}
