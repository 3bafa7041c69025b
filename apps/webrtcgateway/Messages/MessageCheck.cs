using System.Net.Http.Headers;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>What a message must be like to be sent, within calls and without.</summary>
internal static class MessageCheck
{
    private const int MaxId = 512;
    private const int MaxContentType = 255;

    /// <summary>Refuses what cannot be sent.</summary>
    /// <returns>The time, written anew.</returns>
    /// <exception cref="RequestException">A member has no usable value.</exception>
    public static string Check(string messageId, string content, string contentType, string timestamp)
    {
        CheckId(messageId);
        if (contentType.Length > MaxContentType || contentType.Any(char.IsControl) || !MediaTypeHeaderValue.TryParse(contentType, out _) || ContentTypes.Essence(contentType) == ContentTypes.Imdn)
        {
            throw Invalid("content_type", contentType);
        }

        var normalized = MessageTime.Normalize(timestamp) ?? throw Invalid("timestamp", timestamp);
        return MessageText.IsEncodable(contentType, content) ? normalized : throw Invalid("content", content);
    }

    /// <exception cref="RequestException">It cannot be the id of a message.</exception>
    public static void CheckId(string messageId)
    {
        if (!IsId(messageId))
        {
            throw Invalid("message_id", messageId);
        }
    }

    /// <summary>Whether a text can be the id of a message: it must pass through a header line unchanged.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= MaxId && !text.Any(char.IsControl) && text.Trim().Length == text.Length;

    /// <summary>A member has no usable value.</summary>
    public static RequestException Invalid(string member, string value) => new($"Invalid value for '{member}' property: {PythonText.Of(value)}");
}
