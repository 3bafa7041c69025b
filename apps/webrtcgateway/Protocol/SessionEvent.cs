using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol;

/// <summary>Makes session events.</summary>
internal static class SessionEvent
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>A state without further members: progress, ringing, accepted (incoming), established.</summary>
    public static ReadOnlyMemory<byte> State(string session, string state) => State(session, state, static _ => { });

    public static ReadOnlyMemory<byte> Proceeding(string session, int code) => State(session, "proceeding", json => json.WriteNumber("code", code));

    public static ReadOnlyMemory<byte> EarlyMedia(string session, string sdp, string callId) => Answer(session, "early-media", sdp, callId, NoHeaders);

    public static ReadOnlyMemory<byte> Accepted(string session, string sdp, string callId, IReadOnlyDictionary<string, string> headers) =>
        Answer(session, "accepted", sdp, callId, headers);

    public static ReadOnlyMemory<byte> Terminated(string session, string reason) => State(session, "terminated", json => json.WriteString("reason", reason));

    public static ReadOnlyMemory<byte> UpdateReceived(string session, string sdp) => Update(session, "received", "sdp", sdp);

    public static ReadOnlyMemory<byte> UpdateAccepted(string session, string sdp) => Update(session, "accepted", "sdp", sdp);

    public static ReadOnlyMemory<byte> UpdateFailed(string session, string reason) => Update(session, "failed", "reason", reason);

    public static ReadOnlyMemory<byte> Message(string session, ChatMessage message) => Make(session, "message", json =>
    {
        json.WriteIdentity("sender", message.Sender);
        json.WriteString("timestamp", message.Timestamp);
        json.WriteNull("disposition_notification");
        json.WriteString("message_id", message.Id);
        json.WriteString("content_type", message.ContentType);
        json.WriteString("content", message.Content);
    });

    /// <summary>What became of a message sent in the session.</summary>
    public static ReadOnlyMemory<byte> DispositionNotification(string session, SessionMessageRequest message, string state, int code, string reason) =>
        Make(session, "disposition-notification", json =>
        {
            json.WriteString("message_id", message.MessageId);
            json.WriteString("message_timestamp", message.Timestamp);
            json.WriteString("state", state);
            json.WriteNumber("code", code);
            json.WriteString("reason", reason);
        });

    private static ReadOnlyMemory<byte> Answer(string session, string state, string sdp, string callId, IReadOnlyDictionary<string, string> headers) =>
        State(session, state, json =>
        {
            json.WriteString("sdp", sdp);
            json.WriteString("call_id", callId);
            json.WriteHeaders(headers);
        });

    private static ReadOnlyMemory<byte> State(string session, string state, Action<Utf8JsonWriter> write) => Make(session, "state", json =>
    {
        json.WriteString("state", state);
        write(json);
    });

    private static ReadOnlyMemory<byte> Update(string session, string state, string member, string value) => Make(session, "update", json =>
    {
        json.WriteString("state", state);
        json.WriteString(member, value);
    });

    private static ReadOnlyMemory<byte> Make(string session, string name, Action<Utf8JsonWriter> write) => ServerMessage.Make("session-event", json =>
    {
        json.WriteString("session", session);
        json.WriteString("event", name);
        write(json);
    });
}
