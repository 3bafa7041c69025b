using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Which part of a file a request brings: all of it, or what its Content-Range says (RFC 9110 section 14.4).</summary>
internal readonly record struct ContentPart(long Offset, long Length, long Size)
{
    /// <returns><c>null</c> if the request does not say what its length does not contradict.</returns>
    public static ContentPart? Of(HttpRequest request)
    {
        if (request.ContentLength is not { } length)
        {
            return null;
        }

        if (request.Headers.ContentRange.Count == 0)
        {
            return new(0, length, length);
        }

        return ContentRangeHeaderValue.TryParse(request.Headers.ContentRange.ToString(), out var range)
            && range is { Unit.Value: "bytes", From: { } from, To: { } to, Length: { } size }
            && to - from + 1 == length && to < size
                ? new(from, length, size)
                : null;
    }
}
