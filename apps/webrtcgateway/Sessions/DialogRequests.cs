using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>INFO and MESSAGE within a call.</summary>
internal static class DialogRequests
{
    private const string MediaControl = "application/media_control+xml";
    private const string PictureFastUpdate =
        """<?xml version="1.0" encoding="utf-8"?><media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>""";

    private static readonly TimeSpan DigitGap = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends digits, one INFO each.</summary>
    public static async Task DialAsync(ISipCall call, SessionDtmfInfoRequest request, TimeProvider time)
    {
        foreach (var digit in request.Digit)
        {
            var response = await call.SendAsync("INFO", "application/dtmf-relay", Encoding.ASCII.GetBytes($"Signal={digit}\r\nDuration={request.Duration}\r\n"));
            if (response.StatusCode is 408 or 481)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(request.Duration) + DigitGap, time);
        }
    }

    public static Task<SipResponse> AskForKeyFrameAsync(ISipCall call) => call.SendAsync("INFO", MediaControl, Encoding.UTF8.GetBytes(PictureFastUpdate));

    /// <summary>Whether the other side asks for a key frame (RFC 5168).</summary>
    public static bool AsksForKeyFrame(SipRequest request) =>
        request is { Method: "INFO", ContentType: MediaControl } && request.BodyText.Contains("picture_fast_update", StringComparison.Ordinal);

    /// <summary>Sends a message.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sender">This side.</param>
    /// <param name="message">Checked; its time written anew.</param>
    public static Task<SipResponse> SendAsync(ISipCall call, NameAddress sender, SessionMessageRequest message) => MessageForm.SendAsync(
        sender,
        call.Remote,
        new(Identity.Of(sender), message.Timestamp, message.MessageId, message.ContentType, message.Content),
        (type, body) => call.SendAsync("MESSAGE", type, body));

    /// <summary>The message in a MESSAGE; <c>null</c> if there is none that can be read.</summary>
    public static ChatMessage? ReadMessage(SipRequest request, NameAddress sender, TimeProvider time)
    {
        if (request.Method != "MESSAGE" || request.Headers["Content-Type"] is not { } contentType)
        {
            return null;
        }

        var now = MessageTime.Of(time.GetUtcNow());
        var id = Guid.NewGuid().ToString();
        if (request.ContentType == ContentTypes.Cpim)
        {
            return CpimReader.Read(request.Body.Span)?.Unwrap(sender, now, id);
        }

        return MessageText.Decode(contentType, request.Body.Span) is { } content
            ? new(Identity.Of(sender), now, id, ContentTypes.WithoutCharset(contentType), content)
            : null;
    }
}
