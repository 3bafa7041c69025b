using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Proxying;

/// <summary>What the Routes of a request that name this server say.</summary>
internal enum RouteKind
{
    /// <summary>None of them was made by a Record-Route: the request is to be routed by its Request-URI.</summary>
    None,

    /// <summary>The request belongs to a dialog that was set up through this server.</summary>
    InDialog,

    /// <summary>A Route claims that, but it was not made here for this dialog.</summary>
    Forged,
}

/// <summary>Preprocessing of Route (RFC 3261 section 16.4).</summary>
internal static class OwnRoutes
{
    /// <summary>Takes the topmost Routes that name this server out of a request.</summary>
    /// <param name="request">Changed in place.</param>
    /// <param name="isOwnAddress">Tells addresses of this server.</param>
    /// <param name="tokens">Reads the Routes made here.</param>
    /// <param name="flow">For <see cref="RouteKind.InDialog"/>: the flow to follow, if there is one.</param>
    public static RouteKind Take(SipRequest request, Func<SipUri, bool> isOwnAddress, RouteTokens tokens, out SipFlow? flow)
    {
        flow = null;
        var kind = RouteKind.None;

        // A strict router puts the Route into the Request-URI, and the target at the end of the Routes.
        if (request.RequestUri.User is not null && isOwnAddress(request.RequestUri) && tokens.TryRead(request.RequestUri, request, out flow))
        {
            kind = RouteKind.InDialog;
            RestoreTarget(request);
        }

        while (TopRoute(request) is { } route && isOwnAddress(route))
        {
            request.Headers.RemoveFirst("Route");

            // Also a phone that has this server as outbound proxy puts it there, with any user part or none.
            if (route.User is null)
            {
                continue;
            }

            if (tokens.TryRead(route, request, out flow))
            {
                kind = RouteKind.InDialog;
            }
            else if (request.To?.Tag is not null)
            {
                return RouteKind.Forged;
            }
        }

        return kind;
    }

    private static SipUri? TopRoute(SipRequest request) =>
        request.Headers["Route"] is { } value && NameAddress.TryParse(FirstOf(request, value), out var address) ? address.Uri : null;

    private static string FirstOf(SipRequest request, string value) =>
        value.Contains(',', StringComparison.Ordinal) ? request.Headers.GetList("Route") is [var first, ..] ? first : "" : value;

    private static void RestoreTarget(SipRequest request)
    {
        var routes = request.Headers.GetList("Route");
        if (routes.Count == 0 || !NameAddress.TryParse(routes[^1], out var target))
        {
            return;
        }

        request.RequestUri = target.Uri;
        request.Headers["Route"] = routes.Count == 1 ? null : string.Join(", ", routes.Take(routes.Count - 1));
    }
}
