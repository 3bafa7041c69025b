using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Writes messages: all members of an event lie side by side.</summary>
internal static class EventWriter
{
    private static readonly ReadOnlyMemory<byte> Ready = JsonMessage.Make("ready-event", static _ => { });

    public static ReadOnlyMemory<byte> Write(ServerMessage message) => message switch
    {
        ReadyEvent => Ready,
        AckResponse ack => JsonMessage.Ack(ack),
        ErrorResponse error => JsonMessage.Error(error),
        AccountEvent account => Write(account),
        SessionEvent session => Write(session),
        _ => throw new InvalidOperationException(),
    };

    private static ReadOnlyMemory<byte> Write(AccountEvent message) => message switch
    {
        RegistrationStateEvent e => Account(e, "registration-state", json =>
        {
            json.WriteString("state", e.State);
            json.WriteOptional("reason", e.Reason);
        }),
        IncomingSessionEvent e => Account(e, "incoming-session", json =>
        {
            json.WriteString("session", e.Session);
            WriteIdentity(json, "originator", e.Originator);
            json.WriteString("sdp", e.Sdp);
            json.WriteString("call_id", e.CallId);
            WriteHeaders(json, e.Headers);
        }),
        MissedSessionEvent e => Account(e, "missed-session", json => WriteIdentity(json, "originator", e.Originator)),
        AddressbookFetchedEvent e => Account(e, "addressbook-fetched", json => AddressBookWriter.Write(json, e)),
        AddressbookUpdatedEvent e => Account(e, "addressbook-updated", json => AddressBookWriter.Write(json, e)),
        AddressbookUpdateFailedEvent e => Account(e, "addressbook-update-failed", json => AddressBookWriter.Write(json, e)),
        _ => throw new InvalidOperationException(),
    };

    private static ReadOnlyMemory<byte> Write(SessionEvent message) => message switch
    {
        SessionProgress e => State(e, "progress"),
        SessionRinging e => State(e, "ringing"),
        SessionProceeding e => State(e, "proceeding", json => json.WriteNumber("code", e.Code)),
        SessionEarlyMedia e => State(e, "early-media", json =>
        {
            json.WriteString("sdp", e.Sdp);
            json.WriteString("call_id", e.CallId);
        }),
        SessionAccepted { Answer: { IsRepeated: false } answer } e => State(e, "accepted", json =>
        {
            json.WriteString("sdp", answer.Sdp);
            json.WriteString("call_id", answer.CallId);
            WriteHeaders(json, answer.Headers);
        }),
        SessionAccepted e => State(e, "accepted"),
        SessionEstablished e => State(e, "established"),
        SessionTerminated e => State(e, "terminated", json => json.WriteString("reason", e.Reason)),
        SessionUpdateReceived e => Update(e, "received", "sdp", e.Sdp),
        SessionUpdateAccepted e => Update(e, "accepted", "sdp", e.Sdp),
        SessionUpdateFailed e => Update(e, "failed", "reason", e.Reason),
        SessionMessageReceived e => Session(e, "message", json => WriteMessage(json, e.Message)),
        SessionDisposition e => Session(e, "disposition-notification", json =>
        {
            json.WriteString("message_id", e.MessageId);
            json.WriteString("message_timestamp", e.Timestamp);
            json.WriteString("state", e.State);
            json.WriteNumber("code", e.Code);
            json.WriteString("reason", e.Reason);
        }),
        _ => throw new InvalidOperationException(),
    };

    private static ReadOnlyMemory<byte> State(SessionEvent message, string state, Action<Utf8JsonWriter>? write = null) => Session(message, "state", json =>
    {
        json.WriteString("state", state);
        write?.Invoke(json);
    });

    private static ReadOnlyMemory<byte> Update(SessionEvent message, string state, string member, string value) => Session(message, "update", json =>
    {
        json.WriteString("state", state);
        json.WriteString(member, value);
    });

    private static ReadOnlyMemory<byte> Account(AccountEvent message, string name, Action<Utf8JsonWriter> write) =>
        Event("account-event", "account", message.Account, name, write);

    private static ReadOnlyMemory<byte> Session(SessionEvent message, string name, Action<Utf8JsonWriter> write) =>
        Event("session-event", "session", message.Session, name, write);

    private static ReadOnlyMemory<byte> Event(string kind, string subject, string id, string name, Action<Utf8JsonWriter> write) => JsonMessage.Make(kind, json =>
    {
        json.WriteString(subject, id);
        json.WriteString("event", name);
        write(json);
    });

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        WriteIdentity(json, "sender", message.Sender);
        json.WriteString("timestamp", message.Timestamp);
        json.WriteNull("disposition_notification");
        json.WriteString("message_id", message.Id);
        json.WriteString("content_type", message.ContentType);
        json.WriteString("content", message.Content);
    }

    /// <summary>Address and display name, which may be null.</summary>
    private static void WriteIdentity(Utf8JsonWriter json, string name, Identity identity)
    {
        json.WriteStartObject(name);
        json.WriteString("uri", identity.Uri);
        json.WriteString("display_name", identity.DisplayName);
        json.WriteEndObject();
    }

    /// <summary>The object <c>headers</c>, unless there are none.</summary>
    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyDictionary<string, string> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
