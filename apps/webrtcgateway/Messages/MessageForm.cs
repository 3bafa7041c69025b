using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>In which form a message goes by SIP.</summary>
internal static class MessageForm
{
    /// <summary>Sends a message wrapped; and a text without wrapper to who does not know that and has refused it (RFC 3261 section 8.1.3.5).</summary>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="message">The message.</param>
    /// <param name="send">Sends a body of a content type.</param>
    /// <returns>The response that counts.</returns>
    public static async Task<SipResponse> SendAsync(
        NameAddress from, NameAddress to, ChatMessage message, Func<string, ReadOnlyMemory<byte>, Task<SipResponse>> send)
    {
        var response = await send(ContentTypes.Cpim, CpimMessage.Write(from, to, message));
        return response.StatusCode == 415 && ContentTypes.Essence(message.ContentType) == ContentTypes.Plain
            ? await send(ContentTypes.WithCharset(ContentTypes.Plain), Encoding.UTF8.GetBytes(message.Content))
            : response;
    }
}
