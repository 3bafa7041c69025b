using System.Text;
using System.Text.RegularExpressions;

namespace Sylk.Sip.Diagnostics;

/// <summary>What a trace needs from raw bytes, also from those that are no message.</summary>
internal static partial class SipTraceText
{
    /// <summary>The Call-ID, or the empty text.</summary>
    public static string CallId(ReadOnlySpan<byte> message)
    {
        foreach (var range in message.Split("\r\n"u8))
        {
            var line = message[range];
            var colon = line.IndexOf((byte)':');
            if (line.IsEmpty || colon < 0)
            {
                continue;
            }

            var name = line[..colon].TrimEnd(" \t"u8);
            if (Ascii.EqualsIgnoreCase(name, "Call-ID"u8) || Ascii.EqualsIgnoreCase(name, "i"u8))
            {
                return Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8));
            }
        }

        return "";
    }

    /// <summary>A copy in which credentials, media keys and the words of people are asterisks. The length stays.</summary>
    public static ReadOnlyMemory<byte> Mask(ReadOnlySpan<byte> message)
    {
        // Latin-1 keeps every byte as it is.
        var text = Secrets().Replace(Encoding.Latin1.GetString(message), static m => $"{m.Groups[1].Value}{new string('*', m.Groups[2].Length)}");
        var masked = Encoding.Latin1.GetBytes(text);
        var body = message.IndexOf("\r\n\r\n"u8);
        if (body >= 0 && !IsSdp().IsMatch(text.AsSpan(0, body)))
        {
            foreach (ref var character in masked.AsSpan(body))
            {
                character = character is (byte)'\r' or (byte)'\n' ? character : (byte)'*';
            }
        }

        return masked;
    }

    [GeneratedRegex("""
        ((?:\n|^)(?:proxy-)?authorization[ \t]*:[ \t]*(?:digest[ \t](?:[^\r\n]|\r\n[ \t])*?[ ,\t]?response[ \t]*=[ \t]*"?|(?!digest[ \t])[^\s]+[ \t]+)|\na=crypto:\d+[ \t]+\S+[ \t]+inline:|\na=key-mgmt:\S+[ \t]+|\na=ice-pwd:)([^\s|;,"]+)
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();

    [GeneratedRegex("""(?:\n)(?:content-type|c)[ \t]*:[ \t]*application/sdp""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsSdp();
}
