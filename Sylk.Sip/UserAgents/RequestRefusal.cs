using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>What a user agent refuses before an application sees it (RFC 3261 section 8.2).</summary>
internal static class RequestRefusal
{
    private static readonly string[] Extensions = [UserAgentLayer.Reliable, SessionExpires.OptionTag];

    /// <summary>The refusal of a request whose method is served, or <c>null</c>.</summary>
    public static SipResponse? Of(SipRequest request, SipTimers timers)
    {
        var refusal = OfExtensions(request) ?? OfContent(request) ?? OfAnswer(request) ?? request.Method switch
        {
            "INVITE" when request.Contact is null => request.CreateResponse(400, "No Contact"),
            "INVITE" when request.Headers.Contains("Replaces") => request.CreateResponse(403),
            "INVITE" or "UPDATE" => SessionTimer.RefusalOf(request, timers),
            "SUBSCRIBE" when request.Contact is null => request.CreateResponse(400, "No Contact"),
            "REFER" => OfRefer(request),
            _ => null,
        };
        return refusal is null ? null : UserAgentLayer.Tagged(refusal);
    }

    /// <summary>The refusal of a request that nobody serves.</summary>
    public static SipResponse OfMethod(SipRequest request)
    {
        var refusal = request.Method switch
        {
            // There is no dialog or subscription which they could belong to (RFC 3261 section 15.1.2, RFC 3262 section 3, RFC 6665 section 4.1.3).
            "BYE" or "PRACK" or "NOTIFY" => request.CreateResponse(481),
            "REFER" => OfRefer(request) ?? request.CreateResponse(403),
            "SUBSCRIBE" => request.CreateResponse(489),
            _ => request.CreateResponse(405),
        };
        switch (refusal.StatusCode)
        {
            case 405:
                refusal.Headers.Add("Allow", UserAgentLayer.Allow);
                break;
            case 489:
                refusal.Headers.Add("Allow-Events", ""); // a 489 must have it (RFC 6665 section 8.2.2)
                break;
            default:
                break;
        }

        return UserAgentLayer.Tagged(refusal);
    }

    private static SipResponse? OfExtensions(SipRequest request)
    {
        var unknown = request.Headers.GetList("Require").Where(o => !Extensions.Contains(o, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (unknown.Length == 0)
        {
            return null;
        }

        var refusal = request.CreateResponse(420);
        refusal.Headers.Add("Unsupported", string.Join(", ", unknown));
        return refusal;
    }

    /// <summary>Where offers travel nothing but SDP is understood (section 8.2.3).</summary>
    private static SipResponse? OfContent(SipRequest request)
    {
        if (request.Method is not ("INVITE" or "UPDATE" or "PRACK") || request.Body.IsEmpty)
        {
            return null;
        }

        if (request.Headers["Content-Encoding"] is { } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            var refusal = request.CreateResponse(415);
            refusal.Headers.Add("Accept-Encoding", "identity");
            return refusal;
        }

        if (request.ContentType != "application/sdp")
        {
            var refusal = request.CreateResponse(415);
            refusal.Headers.Add("Accept", "application/sdp");
            return refusal;
        }

        return null;
    }

    /// <summary>Who makes a call must be able to take the answer.</summary>
    private static SipResponse? OfAnswer(SipRequest request)
    {
        if (request.Method != "INVITE" || !request.Headers.Contains("Accept"))
        {
            return null;
        }

        var accepted = request.Headers.GetList("Accept").Select(a => a.Split(';')[0].Trim().ToUpperInvariant());
        return accepted.Any(a => a is "APPLICATION/SDP" or "APPLICATION/*" or "*/*") ? null : request.CreateResponse(406);
    }

    private static SipResponse? OfRefer(SipRequest request) => request.Headers.GetAll("Refer-To").Count() == 1 && request.Contact is not null
        ? null
        : request.CreateResponse(400, request.Contact is null ? "No Contact" : "Not One Refer-To");
}
