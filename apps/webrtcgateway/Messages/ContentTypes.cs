using System.Net.Http.Headers;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Content types with a meaning for the server. Others are passed on as they are.</summary>
internal static class ContentTypes
{
    public const string Cpim = "message/cpim";
    public const string Plain = "text/plain";
    public const string Imdn = "message/imdn+xml";
    public const string Composing = "application/im-iscomposing+xml";
    public const string PublicKey = "text/pgp-public-key";
    public const string PrivateKey = "text/pgp-private-key";

    /// <summary>Entries of a journal that tell what became of a message.</summary>
    public const string DispositionEntry = "message/imdn";

    public const string MessageRemove = "application/sylk-message-remove";
    public const string ConversationRead = "application/sylk-conversation-read";
    public const string ConversationRemove = "application/sylk-conversation-remove";

    private const string Utf8 = "; charset=utf-8";

    /// <summary>Type and subtype in lower case, without parameters.</summary>
    public static string Essence(string contentType) => contentType.Split(';', 2)[0].Trim().ToLowerInvariant();

    /// <summary>Whether the content is bytes, one for each character, and not text.</summary>
    public static bool IsBinary(string contentType) =>
        Essence(contentType) is var type && (type is "application/octet-stream" || type.Split('/')[0] is "image" or "audio" or "video");

    /// <summary>Whether a type (an essence) is that of a key: keys are not kept in journals.</summary>
    public static bool IsKey(string essence) => essence is PublicKey or PrivateKey;

    /// <summary>The <c>charset</c> of a type, or <c>null</c>.</summary>
    public static string? Charset(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var value) ? value.CharSet?.Trim('"') : null;

    /// <summary>The type with the <c>charset</c> of our wire; it has none yet.</summary>
    public static string WithCharset(string contentType) => contentType + Utf8;

    /// <summary>The type without its <c>charset</c>: what was text on the wire is characters here. All else stays as it was written.</summary>
    public static string WithoutCharset(string contentType)
    {
        if (contentType.EndsWith(Utf8, StringComparison.Ordinal))
        {
            return contentType[..^Utf8.Length];
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var value) || value.CharSet is null)
        {
            return contentType.Trim();
        }

        value.CharSet = null;
        return value.ToString();
    }
}
