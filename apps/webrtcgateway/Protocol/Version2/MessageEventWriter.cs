using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Writes the members of events about messages.</summary>
internal static class MessageEventWriter
{
    public static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        EventWriter.WriteIdentity(json, "sender", message.Sender);
        json.WriteString("timestamp", message.Timestamp);
        WriteDispositions(json, "disposition_notification", message.Dispositions);
        json.WriteString("message_id", message.Id);
        json.WriteString("content_type", message.ContentType);
        json.WriteString("content", message.Content);
    }

    public static void WriteDisposition(Utf8JsonWriter json, string messageId, string timestamp, string state, int code, string reason)
    {
        json.WriteString("message_id", messageId);
        json.WriteString("message_timestamp", timestamp);
        json.WriteString("state", state);
        json.WriteNumber("code", code);
        json.WriteString("reason", reason);
    }

    public static void WriteAdded(Utf8JsonWriter json, AccountMessageRequest message) => WriteSync(json, "message", "add", () =>
    {
        json.WriteString("sylkrtc", "account-message");
        json.WriteString("transaction", message.Transaction);
        json.WriteString("account", message.Account);
        json.WriteString("uri", message.Uri);
        json.WriteString("message_id", message.MessageId);
        json.WriteString("content", message.Content);
        json.WriteString("content_type", message.ContentType);
        json.WriteString("timestamp", message.Timestamp);
        if (message.ServerGenerated is { } generated)
        {
            json.WriteBoolean("server_generated", generated);
        }
    });

    public static void WriteRemoved(Utf8JsonWriter json, MessageRemovedEvent removed) => WriteSync(json, "message", "remove", () =>
    {
        json.WriteString("contact", removed.Contact);
        json.WriteString("message_id", removed.MessageId);
        json.WriteString("direction", MessageWords.Of(removed.Direction));
    });

    public static void WriteRead(Utf8JsonWriter json, ConversationReadEvent read) =>
        WriteSync(json, "conversation", "read", () => json.WriteString("contact", read.Contact));

    public static void WriteConversationRemoved(Utf8JsonWriter json, ConversationRemovedEvent removed) => WriteSync(json, "conversation", "remove", () =>
    {
        json.WriteString("contact", removed.Contact);
        json.WriteString("timestamp", removed.Timestamp);
    });

    /// <summary>A list of dispositions, or null where nothing was said about them.</summary>
    public static void WriteDispositions(Utf8JsonWriter json, string name, MessageDispositions? dispositions)
    {
        if (dispositions is not { } wanted)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var word in MessageWords.Of(wanted))
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static void WriteSync(Utf8JsonWriter json, string type, string action, Action writeContent)
    {
        json.WriteString("type", type);
        json.WriteString("action", action);
        json.WriteStartObject("content");
        writeContent();
        json.WriteEndObject();
    }
}
