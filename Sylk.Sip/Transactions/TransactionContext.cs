using Sylk.Abstractions.Sip;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>What the transactions of a stack share.</summary>
internal sealed record TransactionContext(
    ISipLoop Loop, SipTimers Timers, ITransportLayer Transports, ITargetResolver Resolver, LocalDomains LocalDomains)
{
    /// <summary>Whether a URI leads to this process itself.</summary>
    public bool LeadsHere(SipUri uri) => LocalDomains.Contains(uri) || Transports.IsOwnAddress(uri);
}
