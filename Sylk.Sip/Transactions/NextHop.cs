using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transactions;

/// <summary>Where a request goes next (RFC 3261 section 8.1.2).</summary>
internal static class NextHop
{
    /// <returns>The URI to resolve, or <c>null</c>, with the reason.</returns>
    public static SipUri? Find(SipRequest request, SipDestination destination, out string? fault)
    {
        var uri = destination switch
        {
            { Proxy: { } proxy } => SipUri.TryParse($"sip:{proxy}", out var parsed) ? parsed : null,
            { Uri: { } given } => given,
            _ when request.Headers.First("Route") is { } route => NameAddress.TryParse(route, out var address) ? address.Uri : null,
            _ => request.RequestUri,
        };

        fault = uri switch
        {
            null => "the next hop is not a SIP URI",
            { IsSip: false } => $"there is no way to a {uri.Scheme} URI",
            _ => null,
        };
        return fault is null ? uri : null;
    }
}
