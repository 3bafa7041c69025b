using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.History;

/// <summary>Entries of a journal as the protocol shows them.</summary>
internal static class JournalJson
{
    public static void Write(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("contact", entry.Contact.ToString());
        json.WriteString("timestamp", entry.Timestamp);
        WriteDispositions(json, entry.Dispositions);
        json.WriteString("message_id", entry.MessageId);
        json.WriteString("content_type", entry.ContentType);
        json.WriteString("content", entry.Content);
        json.WriteString("direction", entry.Direction switch
        {
            MessageDirection.Outgoing => "outgoing",
            MessageDirection.Incoming => "incoming",
            _ => "",
        });
        json.WriteString("state", entry.State?.ToString().ToLowerInvariant());
        json.WriteEndObject();
    }

    private static void WriteDispositions(Utf8JsonWriter json, MessageDispositions? dispositions)
    {
        if (dispositions is not { } expected)
        {
            json.WriteNull("disposition");
            return;
        }

        json.WriteStartArray("disposition");
        if (expected.HasFlag(MessageDispositions.PositiveDelivery))
        {
            json.WriteStringValue("positive-delivery");
        }

        if (expected.HasFlag(MessageDispositions.Display))
        {
            json.WriteStringValue("display");
        }

        json.WriteEndArray();
    }
}
