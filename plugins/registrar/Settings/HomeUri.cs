using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Settings;

/// <summary>Addresses of record as the settings write them: <c>user@domain</c>, with or without <c>sip:</c>.</summary>
internal static class HomeUri
{
    public static bool TryParse(string text, [NotNullWhen(true)] out SipUri? uri)
    {
        var complete = text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? text : "sip:" + text;
        return SipUri.TryParse(complete, out uri)
            && uri is { IsSip: true, User: not null, Password: null, Port: null, Headers: null, Parameters.Count: 0 };
    }

    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException($"'{text}' is not user@domain.");
}
