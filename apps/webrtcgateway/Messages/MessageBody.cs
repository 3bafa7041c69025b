using System.IO.Compression;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>The body of a MESSAGE.</summary>
internal static class MessageBody
{
    /// <summary>Undoes the Content-Encoding.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Longest body.</param>
    /// <returns><c>null</c> if the encoding is unknown, or the body is not of it or too long.</returns>
    public static ReadOnlyMemory<byte>? Read(SipRequest request, int maxBytes) => request.Headers["Content-Encoding"]?.Trim().ToLowerInvariant() switch
    {
        null or "" or "identity" => request.Body,
        "deflate" => Inflate(request.Body, maxBytes),
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> body, int maxBytes)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            var text = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (var length = zlib.Read(buffer); length > 0; length = zlib.Read(buffer))
            {
                if (text.Length + length > maxBytes)
                {
                    return null;
                }

                text.Write(buffer, 0, length);
            }

            return text.ToArray();
        }
        catch (InvalidDataException)
        {
            // Some state the encoding and do not carry it out.
            return MessageText.Decode("text/plain", body.Span) is null ? null : body;
        }
    }
}
