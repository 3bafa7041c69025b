using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Reads RFC 3862: a block of message headers, a block of MIME headers, and the content, whose bytes are left alone. Lines
/// end with CR LF or LF.</summary>
internal static class CpimReader
{
    private const string ImdnNamespace = "urn:ietf:params:imdn";

    /// <returns><c>null</c> if the text is not CPIM, or its content not of the charset it states.</returns>
    public static CpimMessage? Read(ReadOnlySpan<byte> text)
    {
        if (ReadBlock(ref text, canFold: false) is not { Count: > 0 } envelope || ReadBlock(ref text, canFold: true) is not { } mime)
        {
            return null;
        }

        var contentType = Value(mime, "Content-Type") is { Length: > 0 } type ? type : "text/plain";
        var original = Value(mime, CpimMessage.OriginalType);
        if (contentType.Any(char.IsControl) || original?.Any(char.IsControl) == true)
        {
            return null;
        }

        if (Transfer(Value(mime, "Content-Transfer-Encoding"), text) is not { } content || MessageText.Decode(contentType, content) is not { } decoded)
        {
            return null;
        }

        var prefix = ImdnPrefix(envelope);
        return new(
            Value(envelope, "From") is { } from && NameAddress.TryParse(from, out var sender) ? sender : null,
            Value(envelope, "DateTime"),
            Value(envelope, prefix + "Message-ID") is { } id && MessageCheck.IsId(id) ? id : null,
            Value(envelope, prefix + "Disposition-Notification") is { } list ? MessageWords.ParseDispositions(list) : null,
            original ?? (ContentTypes.IsBinary(contentType) ? contentType : ContentTypes.WithoutCharset(contentType)),
            decoded);
    }

    /// <summary>Reads header lines up to the empty one.</summary>
    /// <param name="text">Stands at the block, and afterwards behind it.</param>
    /// <param name="canFold">Whether a line may continue that before it: in MIME headers, not in those of CPIM (RFC 3862 section 2.2).</param>
    private static List<(string Name, string Value)>? ReadBlock(ref ReadOnlySpan<byte> text, bool canFold)
    {
        var headers = new List<(string Name, string Value)>();
        while (TakeLine(ref text, out var bytes))
        {
            var line = Encoding.UTF8.GetString(bytes);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0)
            {
                return headers;
            }

            if (line[0] is ' ' or '\t')
            {
                if (!canFold || headers.Count == 0)
                {
                    return null;
                }

                headers[^1] = (headers[^1].Name, $"{headers[^1].Value} {line.Trim(' ', '\t')}");
            }
            else if (colon <= 0)
            {
                return null;
            }
            else
            {
                headers.Add((line[..colon].TrimEnd(' ', '\t'), line[(colon + 1)..].Trim(' ', '\t')));
            }
        }

        return null;
    }

    private static bool TakeLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        var end = text.IndexOf((byte)'\n');
        line = end < 0 ? [] : text[..end];
        text = end < 0 ? text : text[(end + 1)..];
        line = line is [.. var start, (byte)'\r'] ? start : line;
        return end >= 0;
    }

    /// <summary>The prefix of headers of RFC 5438: the one an NS header binds to their namespace (RFC 3862 section 3.4), or the usual one.</summary>
    private static string ImdnPrefix(List<(string Name, string Value)> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (name.Equals("NS", StringComparison.OrdinalIgnoreCase)
                && value.Split('<', 2) is [var prefix, var uri] && uri.TrimEnd().TrimEnd('>') == ImdnNamespace)
            {
                prefix = prefix.Trim();
                return prefix.Length == 0 ? "" : prefix + ".";
            }
        }

        return "imdn.";
    }

    /// <summary>Undoes the encoding of a content; <c>null</c> if it is unknown or the content not of it.</summary>
    private static byte[]? Transfer(string? encoding, ReadOnlySpan<byte> content)
    {
        switch (encoding?.ToLowerInvariant())
        {
            case null or "" or "7bit" or "8bit" or "binary":
                return content.ToArray();
            case "base64":
                try
                {
                    return Convert.FromBase64String(Encoding.ASCII.GetString(content));
                }
                catch (FormatException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    private static string? Value(List<(string Name, string Value)> headers, string name) =>
        headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
}
