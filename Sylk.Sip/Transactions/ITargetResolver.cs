using Sylk.Abstractions.Sip;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>Finds the places to send to (RFC 3263), best first.</summary>
internal interface ITargetResolver
{
    /// <param name="uri">A SIP or SIPS URI: the topmost Route, the Request-URI, or a proxy from the configuration.</param>
    /// <param name="secure">Whether only TLS will do: the Request-URI is a sips one (RFC 3261 section 8.1.2).</param>
    /// <returns>At least one target.</returns>
    /// <exception cref="IOException">There is none; the message says why in one line.</exception>
    ValueTask<IReadOnlyList<SipTarget>> ResolveAsync(SipUri uri, bool secure);
}
