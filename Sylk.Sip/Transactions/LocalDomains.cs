using System.Collections.Concurrent;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>The domains served by this process. Requests to them never leave it. Safe for concurrent use.</summary>
public sealed class LocalDomains
{
    private readonly ConcurrentDictionary<string, byte> _domains = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>False if it is served already.</returns>
    public bool Add(string domain) => _domains.TryAdd(domain, 0);

    public bool Remove(string domain) => _domains.TryRemove(domain, out _);

    public bool Contains(SipUri uri) => uri.IsSip && _domains.ContainsKey(uri.Host);
}
