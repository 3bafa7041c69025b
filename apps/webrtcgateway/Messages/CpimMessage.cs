using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>A message wrapped as RFC 3862 says, with id and requests of RFC 5438.</summary>
/// <remarks><c>From</c>, <c>DateTime</c>, <c>MessageId</c>, <c>Dispositions</c>: <c>null</c> where the wrapper does not say.
/// What it says of the sender is nothing but a claim.</remarks>
internal sealed record CpimMessage(
    NameAddress? From, string? DateTime, string? MessageId, MessageDispositions? Dispositions, string ContentType, string Content)
{
    /// <summary>Wherein we repeat a type that has a charset of its own: on the wire the charset is that of the wire.</summary>
    internal const string OriginalType = "X-Sylk-Content-Type";

    /// <summary>Makes the text of a message. What it is made of has no line breaks, but for the content.</summary>
    public static ReadOnlyMemory<byte> Write(NameAddress from, NameAddress to, ChatMessage message)
    {
        var text = new StringBuilder(256 + message.Content.Length)
            .Append("From: ").Append(Bare(from)).Append("\r\n")
            .Append("To: ").Append(Bare(to)).Append("\r\n")
            .Append("DateTime: ").Append(message.Timestamp).Append("\r\n")
            .Append("NS: imdn <urn:ietf:params:imdn>\r\n")
            .Append("imdn.Message-ID: ").Append(message.Id).Append("\r\n");
        if (message.Dispositions is { } wanted and not MessageDispositions.None)
        {
            text.Append("imdn.Disposition-Notification: ").AppendJoin(", ", MessageWords.Of(wanted)).Append("\r\n");
        }

        text.Append("\r\nContent-Type: ");
        if (ContentTypes.IsBinary(message.ContentType))
        {
            text.Append(message.ContentType).Append("\r\n");
        }
        else
        {
            text.Append(ContentTypes.WithCharset(ContentTypes.WithoutCharset(message.ContentType))).Append("\r\n");
            if (ContentTypes.Charset(message.ContentType) is not null)
            {
                text.Append(OriginalType).Append(": ").Append(message.ContentType).Append("\r\n");
            }
        }

        byte[] headers = Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
        return (byte[])[.. headers, .. MessageText.Encode(message.ContentType, message.Content)];
    }

    /// <summary>The message as those see it who need not know how it was wrapped.</summary>
    /// <param name="sender">Who has sent it, as SIP has proven.</param>
    /// <param name="timestamp">Its time, if the wrapper does not say.</param>
    /// <param name="id">Its id, if the wrapper does not say.</param>
    public ChatMessage Unwrap(NameAddress sender, string timestamp, string id)
    {
        var isSame = From is not null && From.Uri.AddressOfRecord == sender.Uri.AddressOfRecord;
        return new(
            new(AddressText.Of(sender.Uri), isSame && !string.IsNullOrEmpty(From!.DisplayName) ? From.DisplayName : sender.DisplayName),
            DateTime is null ? timestamp : MessageTime.Normalize(DateTime) ?? timestamp,
            MessageId ?? id,
            ContentType,
            Content,
            Dispositions);
    }

    private static NameAddress Bare(NameAddress address) => new(address.DisplayName, address.Uri, SipParameters.Empty);
}
