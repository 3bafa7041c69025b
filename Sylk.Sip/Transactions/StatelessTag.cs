using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>The To tag of an answer without state: the same for each retransmission of a request (RFC 3261 section 8.2.7),
/// and another in each process.</summary>
internal static class StatelessTag
{
    public static string For(SipMessage message) =>
        $"{HashCode.Combine(message.Headers["Via"], message.CallId, message.Headers["CSeq"]):x8}{HashCode.Combine(message.CallId, message.Headers["From"]):x8}";
}
