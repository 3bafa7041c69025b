using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>Messages wrapped as RFC 3862 says, with ids of RFC 5438.</summary>
internal static class Cpim
{
    public const string ContentType = "message/cpim";

    public static ReadOnlyMemory<byte> Write(NameAddress from, NameAddress to, SessionMessageRequest message) => Encoding.UTF8.GetBytes(
        $"From: {Bare(from)}\r\nTo: {Bare(to)}\r\nDateTime: {message.Timestamp}\r\n"
        + $"NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: {message.MessageId}\r\n\r\n"
        + $"Content-Type: {message.ContentType}; charset=utf-8\r\n\r\n{message.Content}");

    /// <summary>Unwraps a message.</summary>
    /// <param name="wrapped">Its content is the CPIM text; its other members are used for what the text does not say.</param>
    /// <returns><c>null</c> if it is not CPIM.</returns>
    public static ChatMessage? Read(ChatMessage wrapped)
    {
        if (Split(wrapped.Content) is not var (envelope, inner) || Split(inner) is not var (headers, content))
        {
            return null;
        }

        return new(
            Value(envelope, "From") is { } from && NameAddress.TryParse(from, out var sender) ? Identity.Of(sender) : wrapped.Sender,
            Value(envelope, "DateTime") ?? wrapped.Timestamp,
            Value(envelope, "imdn.Message-ID") ?? wrapped.Id,
            (Value(headers, "Content-Type") ?? "text/plain").Split(';')[0].Trim(),
            content);
    }

    private static NameAddress Bare(NameAddress address) => new(address.DisplayName, address.Uri, SipParameters.Empty);

    private static (string[] Headers, string Body)? Split(string text)
    {
        var separator = text.Contains("\r\n\r\n", StringComparison.Ordinal) ? "\r\n\r\n" : "\n\n";
        return text.Split(separator, 2) is [var headers, var body] ? (headers.ReplaceLineEndings("\n").Split('\n'), body) : null;
    }

    private static string? Value(string[] headers, string name) =>
        headers.FirstOrDefault(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
