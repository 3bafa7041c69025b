using Sylk.Server.Configuration;

namespace Sylk.Server.Routing;

/// <summary>The words and forms of <c>sip.trusted_peers</c>.</summary>
internal static class TrustedPeerText
{
    public const string Any = "any";
    public const string None = "none";
    public const string Private = "private";

    public static bool IsValid(string text) =>
        NetworkText.TryParse(text, out _) || (!text.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns);
}
