using System.Text.Json.Nodes;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Messages as tests write them: from alice to bob, of one instant, unless they say otherwise.</summary>
internal static class Messages
{
    public const string Alice = "alice@sylk.test";
    public const string Bob = "bob@sylk.test";
    public const string Sent = "2026-01-02T03:04:05.678Z";
    public const string SentAnew = "2026-01-02T03:04:05.678000+00:00";

    public static string Request(string id, string content = "hello", string from = Alice, string to = Bob, string contentType = "text/plain") => new JsonObject
    {
        ["sylkrtc"] = "account-message",
        ["account"] = from,
        ["uri"] = to,
        ["message_id"] = id,
        ["content"] = content,
        ["content_type"] = contentType,
        ["timestamp"] = Sent,
    }.ToJsonString();

    /// <summary>What the receiver's devices get.</summary>
    public static string Event(
        string id, string content = "hello", string from = Alice, string to = Bob, string contentType = "text/plain", string? name = "Somebody") => new JsonObject
    {
        ["sylkrtc"] = "account-event",
        ["account"] = to,
        ["event"] = "message",
        ["sender"] = new JsonObject { ["uri"] = from, ["display_name"] = name },
        ["timestamp"] = SentAnew,
        ["disposition_notification"] = new JsonArray("positive-delivery", "display"),
        ["message_id"] = id,
        ["content_type"] = contentType,
        ["content"] = content,
    }.ToJsonString();

    /// <summary>What the sender's devices get.</summary>
    public static string Report(string id, string state, int code = 200, string reason = "", string timestamp = SentAnew, string account = Alice) => new JsonObject
    {
        ["sylkrtc"] = "account-event",
        ["account"] = account,
        ["event"] = "disposition-notification",
        ["message_id"] = id,
        ["message_timestamp"] = timestamp,
        ["state"] = state,
        ["code"] = code,
        ["reason"] = reason,
    }.ToJsonString();

    public static string Disposition(string id, string state, string account = Bob, string uri = Alice) =>
        $$"""{"sylkrtc":"account-disposition-notification","account":"{{account}}","uri":"{{uri}}","message_id":"{{id}}","state":"{{state}}","timestamp":"t"}""";

    public static string Sync(string account, string type, string action, string content) =>
        $$"""{"sylkrtc":"account-event","account":"{{account}}","event":"sync","type":"{{type}}","action":"{{action}}","content":{{content}}}""";

    /// <summary>A MESSAGE as it comes from SIP.</summary>
    public static SipRequest FromSip(
        string contentType, string body, string from = Alice, string to = Bob, string callId = "call-1", params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new SipRequest("MESSAGE", SipUri.Parse("sip:" + to));
        request.Headers["From"] = $"\"Phone\" <sip:{from}>;tag=1";
        request.Headers["To"] = $"<sip:{to}>";
        request.Headers["Call-ID"] = callId;
        request.Headers["CSeq"] = "1 MESSAGE";
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        request.SetBody(contentType, body);
        return request;
    }

    /// <summary>A CPIM body.</summary>
    public static string Cpim(string id, string content = "hello", string contentType = "text/plain", string from = Alice) =>
        $"From: Alice <sip:{from}>\r\nTo: <sip:{Bob}>\r\nDateTime: {Sent}\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: {id}\r\n"
        + $"imdn.Disposition-Notification: positive-delivery, display\r\n\r\nContent-Type: {contentType}\r\n\r\n{content}";
}
