using System.Text.Json;

namespace Sylk.WebRtcGateway.Protocol.Version1;

/// <summary>Writes messages: the members of an event are in an object <c>data</c>.</summary>
internal sealed class EventWriter
{
    private static readonly ReadOnlyMemory<byte> Ready = JsonMessage.Make("event", static json => json.WriteString("event", "ready"));

    /// <summary>Whether a caller is a text and not an object.</summary>
    public bool OriginatorIsText { get; set; }

    /// <summary>Whether the browser uses the names of the first weeks.</summary>
    public bool UsesFirstNames { get; set; }

    /// <returns><c>null</c> for what old libraries do not know.</returns>
    public ReadOnlyMemory<byte>? Write(ServerMessage message) => message switch
    {
        ReadyEvent => Ready,
        AckResponse ack => JsonMessage.Ack(ack),
        ErrorResponse error => JsonMessage.Error(error),
        RegistrationStateEvent e => Account(e, "registration_state", data =>
        {
            data.WriteString("state", e.State);
            data.WriteOptional("reason", e.Reason);
        }),
        IncomingSessionEvent e => Incoming(e),
        MissedSessionEvent e => Account(e, "missed_session", data => WriteOriginator(data, "originator", e.Originator)),
        SessionProgress e => State(e, "progress"),

        // What early media brought has been kept from the browser: it takes an answer here and nowhere else.
        SessionAccepted { Answer: { } answer } e => State(e, "accepted", data => data.WriteString("sdp", answer.Sdp)),
        SessionAccepted e => State(e, "accepted"),
        SessionEstablished e => State(e, "established"),
        SessionTerminated e => State(e, "terminated", data => data.WriteString("reason", e.Reason)),
        _ => default(ReadOnlyMemory<byte>?),
    };

    private ReadOnlyMemory<byte> Incoming(IncomingSessionEvent e) => JsonMessage.Make("account_event", json =>
    {
        json.WriteString("account", e.Account);
        json.WriteString("session", e.Session);
        json.WriteString("event", UsesFirstNames ? "incoming_call" : "incoming_session");
        json.WriteStartObject("data");
        WriteOriginator(json, UsesFirstNames ? "caller" : "originator", e.Originator);
        json.WriteString("sdp", e.Sdp);
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> State(SessionEvent message, string state, Action<Utf8JsonWriter>? write = null) =>
        Event("session_event", "session", message.Session, "state", data =>
        {
            data.WriteString("state", state);
            write?.Invoke(data);
        });

    private static ReadOnlyMemory<byte> Account(AccountEvent message, string name, Action<Utf8JsonWriter> write) =>
        Event("account_event", "account", message.Account, name, write);

    private static ReadOnlyMemory<byte> Event(string kind, string subject, string id, string name, Action<Utf8JsonWriter> write) => JsonMessage.Make(kind, json =>
    {
        json.WriteString(subject, id);
        json.WriteString("event", name);
        json.WriteStartObject("data");
        write(json);
        json.WriteEndObject();
    });

    private void WriteOriginator(Utf8JsonWriter json, string name, Identity identity)
    {
        if (OriginatorIsText || UsesFirstNames)
        {
            json.WriteString(name, identity.Uri);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("uri", identity.Uri);
        json.WriteString("display_name", identity.DisplayName?.Replace("\"", "", StringComparison.Ordinal) ?? "");
        json.WriteEndObject();
    }
}
