using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>Finds a request that came over two ways (RFC 3261 section 8.2.2.2): From tag, Call-ID and CSeq of a transaction
/// that still lives, but another branch. The Request-URI counts too, because a proxy in this process may fork one request to
/// several users in this process, and each of them is to have it.</summary>
internal sealed class MergedRequests
{
    private readonly Dictionary<string, ServerTransaction> _first = [];

    public bool Contains(SipRequest request) => _first.ContainsKey(KeyOf(request));

    /// <summary>Remembers a request outside a dialog.</summary>
    public void Add(SipRequest request, ServerTransaction transaction)
    {
        if (request.To!.Tag is null)
        {
            transaction.MergeKey = KeyOf(request);
            _first[transaction.MergeKey] = transaction;
        }
    }

    public void Remove(ServerTransaction transaction)
    {
        if (transaction.MergeKey is { } key && _first.TryGetValue(key, out var first) && first == transaction)
        {
            _first.Remove(key);
        }
    }

    private static string KeyOf(SipRequest request) => $"{request.Headers["CSeq"]} {request.CallId} {request.From!.Tag} {request.RequestUri}";
}
