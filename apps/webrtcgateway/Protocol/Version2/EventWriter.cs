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
        PublicKeyEvent e => JsonMessage.Make("lookup-public-key-event", json =>
        {
            json.WriteString("uri", e.Uri);
            json.WriteString("public_key", e.Key);
        }),
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
        UploadReadyEvent e => Account(e, "upload-ready", json =>
        {
            json.WriteString("transfer_id", e.TransferId);
            json.WriteString("url", e.Url);
            json.WriteString("expires", e.Expires);
        }),
        AddressbookFetchedEvent e => Account(e, "addressbook-fetched", json => AddressBookWriter.Write(json, e)),
        AddressbookUpdatedEvent e => Account(e, "addressbook-updated", json => AddressBookWriter.Write(json, e)),
        AddressbookUpdateFailedEvent e => Account(e, "addressbook-update-failed", json => AddressBookWriter.Write(json, e)),
        MessageReceivedEvent e => Account(e, "message", json => MessageEventWriter.WriteMessage(json, e.Message)),
        DispositionEvent e => Account(e, "disposition-notification", json =>
            MessageEventWriter.WriteDisposition(json, e.MessageId, e.Timestamp, MessageWords.Of(e.State), e.Code, e.Reason)),
        MessageAddedEvent e => Account(e, "sync", json => MessageEventWriter.WriteAdded(json, e.Message)),
        MessageRemovedEvent e => Account(e, "sync", json => MessageEventWriter.WriteRemoved(json, e)),
        ConversationReadEvent e => Account(e, "sync", json => MessageEventWriter.WriteRead(json, e)),
        ConversationRemovedEvent e => Account(e, "sync", json => MessageEventWriter.WriteConversationRemoved(json, e)),
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
        SessionMessageReceived e => Session(e, "message", json => MessageEventWriter.WriteMessage(json, e.Message)),
        SessionDisposition e => Session(e, "disposition-notification", json =>
            MessageEventWriter.WriteDisposition(json, e.MessageId, e.Timestamp, e.State, e.Code, e.Reason)),
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

    /// <summary>Address and display name, which may be null.</summary>
    public static void WriteIdentity(Utf8JsonWriter json, string name, Identity identity)
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
