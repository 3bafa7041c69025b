using System.Globalization;
using System.Text;
using Sylk.Abstractions.Sip;
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

    /// <summary>Refuses what cannot be sent, and writes the time anew.</summary>
    /// <exception cref="RequestException">A member has no usable value.</exception>
    public static SessionMessageRequest Check(SessionMessageRequest request)
    {
        if (request.MessageId.Length == 0 || request.MessageId.Any(char.IsControl))
        {
            throw new RequestException($"Invalid value for 'message_id' property: '{request.MessageId}'");
        }

        if (request.ContentType.Split('/') is not [{ Length: > 0 }, { Length: > 0 }] || request.ContentType.Any(char.IsControl))
        {
            throw new RequestException($"Invalid value for 'content_type' property: '{request.ContentType}'");
        }

        return DateTimeOffset.TryParse(request.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? request with { Timestamp = Timestamp(time) }
            : throw new RequestException($"Invalid value for 'timestamp' property: '{request.Timestamp}'");
    }

    public static Task<SipResponse> SendAsync(ISipCall call, NameAddress sender, SessionMessageRequest message) =>
        call.SendAsync("MESSAGE", Cpim.ContentType, Cpim.Write(sender, call.Remote, message));

    /// <summary>The message in a MESSAGE; <c>null</c> if it holds none that is shown to people.</summary>
    public static ChatMessage? ReadMessage(SipRequest request, NameAddress sender, TimeProvider time)
    {
        if (request.Method != "MESSAGE" || request.ContentType is null)
        {
            return null;
        }

        var plain = new ChatMessage(
            Identity.Of(sender), Timestamp(time.GetUtcNow()), Guid.NewGuid().ToString(), request.ContentType, request.BodyText);
        var message = request.ContentType == Cpim.ContentType ? Cpim.Read(plain) : plain;
        return message?.ContentType is null or "application/im-iscomposing+xml" or "text/pgp-public-key" or "message/imdn+xml" ? null : message;
    }

    private static string Timestamp(DateTimeOffset time) =>
        time.ToString(time.Microsecond == 0 && time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
}
