using System.Text;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Content of messages as bytes of the wire and as characters.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether content can be sent: binary types have one byte for each character.</summary>
    public static bool IsEncodable(string contentType, string content) => !ContentTypes.IsBinary(contentType) || !content.Any(c => c > '\xff');

    public static byte[] Encode(string contentType, string content) =>
        (ContentTypes.IsBinary(contentType) ? Encoding.Latin1 : Encoding.UTF8).GetBytes(content);

    /// <summary>The characters of a content.</summary>
    /// <returns><c>null</c> if the charset is unknown here or the bytes are not of it.</returns>
    public static string? Decode(string contentType, ReadOnlySpan<byte> content)
    {
        if (ContentTypes.IsBinary(contentType))
        {
            return Encoding.Latin1.GetString(content);
        }

        try
        {
            // Without charset it is UTF-8, and ASCII is that too.
            return ContentTypes.Charset(contentType)?.ToLowerInvariant() switch
            {
                null or "utf-8" or "utf8" or "us-ascii" => Utf8.GetString(content),
                "iso-8859-1" or "latin1" => Encoding.Latin1.GetString(content),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
