using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>What finds a transaction.</summary>
/// <param name="Branch">The branch, or for a client of RFC 2543 the fields that take its place.</param>
/// <param name="SentBy">Host and port of the top Via; empty for client transactions, whose branches are ours.</param>
/// <param name="Method">INVITE for ACK.</param>
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    /// <summary>RFC 3261 section 17.1.3.</summary>
    public static TransactionKey ForClient(string branch, string method) => new(branch, "", method);

    /// <summary>RFC 3261 section 17.2.3.</summary>
    /// <param name="request">A request whose mandatory headers are right.</param>
    /// <param name="method">Its method; INVITE to find what an ACK or CANCEL belongs to.</param>
    public static TransactionKey ForServer(SipRequest request, string method)
    {
        var via = request.Via!;
        var branch = via.Branch;
        // The cookie alone is no branch (RFC 4475 section 3.1.2.9).
        return branch.Length > ViaHeader.MagicCookie.Length && branch.StartsWith(ViaHeader.MagicCookie, StringComparison.Ordinal)
            ? new(branch, Normalized(via), method)
            : new($"{request.CallId} {request.From!.Tag} {request.CSeq!.Value.Number} {branch}", Normalized(via), method);
    }

    /// <summary>Lower case, with the port only where it is not the default one.</summary>
    private static string Normalized(ViaHeader via)
    {
        var host = via.Host.ToLowerInvariant();
        return via.Port is null || via.Port == (via.Transport == "TLS" ? 5061 : 5060) ? host : $"{host}:{via.Port}";
    }
}
