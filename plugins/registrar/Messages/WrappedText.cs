using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Messages;

/// <summary>The plain text in a message that is wrapped as RFC 3862 says, for devices that do not know the wrapper.</summary>
internal static class WrappedText
{
    /// <summary>The text as UTF-8; <c>null</c> if there is none, or none that can be had without decoding.</summary>
    public static ReadOnlyMemory<byte>? In(SipRequest request)
    {
        var body = request.Body;
        if (request.ContentType != "message/cpim" || request.Headers.Contains("Content-Encoding") || TakeBlock(ref body) is null || TakeBlock(ref body) is not { } headers)
        {
            return null;
        }

        var type = Value(headers, "Content-Type")?.Split(';', 2);
        var isText = type is null || type[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase);
        var isPlain = isText && (type is not [_, var parameters] || IsUtf8(parameters)) && Value(headers, "Content-Transfer-Encoding") is null or "7bit" or "8bit" or "binary";
        return isPlain ? body : default(ReadOnlyMemory<byte>?);
    }

    private static bool IsUtf8(string parameters) => parameters.Split(';')
        .Select(p => p.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(p => p[0].Equals("charset", StringComparison.OrdinalIgnoreCase))
        .All(p => p is [_, var charset] && charset.Trim('"').ToLowerInvariant() is "utf-8" or "us-ascii");

    /// <summary>The lines before the next empty one; <c>null</c> if there is none. Lines end with CR LF or LF.</summary>
    private static string[]? TakeBlock(ref ReadOnlyMemory<byte> text)
    {
        var lines = new List<string>();
        while (text.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = Encoding.UTF8.GetString(text.Span[..end]).TrimEnd('\r');
            text = text[(end + 1)..];
            if (line.Length == 0)
            {
                return [.. lines];
            }

            lines.Add(line);
        }

        return null;
    }

    private static string? Value(string[] headers, string name) => headers
        .Select(h => h.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(h => h is [var n, _] && n.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(h => h[1])
        .FirstOrDefault();
}
