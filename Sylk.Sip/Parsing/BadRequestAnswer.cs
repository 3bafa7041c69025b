using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>Makes the answer to a request that could not be read to the end, from the headers that could.</summary>
internal static class BadRequestAnswer
{
    public static SipResponse? For(string? method, SipHeaders headers, SipParseError error)
    {
        // An ACK is never answered (RFC 3261 section 17), and without Via nobody could match the answer.
        if (method is null or "ACK" || !headers.Contains("Via"))
        {
            return null;
        }

        var reason = error.StatusCode == 400 ? $"Bad Request: {error.Reason}" : SipStatus.ReasonPhrase(error.StatusCode);
        var response = new SipResponse(error.StatusCode, reason);
        foreach (var name in (ReadOnlySpan<string>)["Via", "From", "To", "Call-ID", "CSeq"])
        {
            response.Headers.CopyFrom(headers, name);
        }

        return response;
    }
}
