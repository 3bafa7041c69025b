using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>What every message must have (RFC 3261 sections 8.1.1 and 20), and have once.</summary>
internal static class MandatoryHeaders
{
    private static readonly string[] Single = ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Type", "Expires", "Event"];

    /// <summary>The fault in the headers of a message, or <c>null</c>.</summary>
    public static string? FindFault(SipMessage message)
    {
        if (FindRepeated(message.Headers) is { } repeated)
        {
            return $"{repeated} is there twice";
        }

        if (message.Via is null)
        {
            return message.Headers.Contains("Via") ? "Via is malformed" : "Via is missing";
        }

        foreach (var name in (ReadOnlySpan<string>)["From", "To", "Call-ID", "CSeq"])
        {
            if (!message.Headers.Contains(name))
            {
                return $"{name} is missing";
            }
        }

        if (message.From is null)
        {
            return "From is malformed";
        }

        if (message.To is null)
        {
            return "To is malformed";
        }

        if (message.CallId.Length == 0 || message.CallId.AsSpan().ContainsAny(" \t"))
        {
            return "Call-ID is malformed";
        }

        return message.CSeq is null ? "CSeq is malformed" : null;
    }

    /// <summary>The fault in the headers of a request, beyond those of every message.</summary>
    public static string? FindFault(SipRequest request)
    {
        if (FindFault((SipMessage)request) is { } fault)
        {
            return fault;
        }

        if (request.CSeq!.Value.Method != request.Method)
        {
            return "the method of CSeq is another";
        }

        if (request.Headers.Contains("Max-Forwards") && request.MaxForwards is null)
        {
            return "Max-Forwards is malformed";
        }

        return AreContactsValid(request) ? null : "Contact is malformed";
    }

    private static string? FindRepeated(SipHeaders headers)
    {
        var seen = 0;
        foreach (var header in headers)
        {
            var index = Array.IndexOf(Single, header.Name);
            if (index >= 0)
            {
                if ((seen & (1 << index)) != 0)
                {
                    return header.Name;
                }

                seen |= 1 << index;
            }
        }

        return null;
    }

    private static bool AreContactsValid(SipRequest request)
    {
        if (!request.Headers.Contains("Contact"))
        {
            return true;
        }

        var contacts = request.Headers.GetList("Contact");
        return contacts is ["*"] || request.Contact is not null && contacts.Skip(1).All(c => NameAddress.TryParse(c, out _));
    }
}
