using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>Why bytes are not a SIP message.</summary>
/// <param name="Reason">One line in plain words; never quotes the input.</param>
/// <param name="Offset">Byte at which the fault was seen; that of the line for faults in a header value.</param>
public sealed record SipParseError(string Reason, int Offset)
{
    /// <summary>What a request with this fault is answered (RFC 3261 sections 8.2 and 21.4); 0: the first line is that of
    /// a malformed response or not SIP at all.</summary>
    public int StatusCode { get; init; } = 400;

    /// <summary>The answer, if the message is a request other than ACK of which enough could be read; <c>null</c>: it is
    /// dropped. It has no To tag.</summary>
    public SipResponse? Answer { get; init; }
}
