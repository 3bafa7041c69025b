namespace Sylk.WebRtcGateway.Connections;

/// <summary>Which web pages may connect.</summary>
internal sealed class OriginRule(IReadOnlyList<string> patterns)
{
    /// <summary>Checks the value of an Origin header; programs that are no browsers send none and may connect.</summary>
    /// <returns><c>null</c>, or why the page may not connect.</returns>
    public string? Refuse(string? origin)
    {
        if (origin is null)
        {
            return null;
        }

        if (origin == "null" || origin.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return patterns is ["*"] ? null : Denied(origin);
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return $"HTTP Origin header invalid: No host part in Origin '{origin}'";
        }

        var whole = $"{uri.Scheme}://{uri.Host}:{uri.Port}";
        return patterns.Any(p => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(p.ToLowerInvariant(), whole)) ? null : Denied(origin);
    }

    private static string Denied(string origin) => $"WebSocket connection denied: origin '{origin}' not allowed";
}
