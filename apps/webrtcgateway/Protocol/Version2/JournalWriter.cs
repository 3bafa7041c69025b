using System.Buffers;
using System.Text.Json;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Protocol.Version2;

/// <summary>Writes a part of a journal piece by piece, so that memory does not grow with its length.</summary>
internal static class JournalWriter
{
    private const int PieceSize = 32 * 1024;

    /// <summary>Writes the event.</summary>
    /// <returns>Pieces of its UTF-8 text; each is valid until the next is asked for.</returns>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Write(SyncConversationsEvent message)
    {
        var buffer = new ArrayBufferWriter<byte>(PieceSize);
        await using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("sylkrtc", "account-event");
        json.WriteString("account", message.Account);
        json.WriteString("event", "sync-conversations");
        json.WriteStartArray("messages");
        await foreach (var entry in message.Messages)
        {
            WriteEntry(json, entry);
            if (json.BytesPending + buffer.WrittenCount >= PieceSize)
            {
                await json.FlushAsync();
                yield return buffer.WrittenMemory;
                buffer.ResetWrittenCount();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
        yield return buffer.WrittenMemory;
    }

    public static void WriteEntry(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("contact", entry.Contact.ToString());
        json.WriteString("timestamp", entry.Timestamp);
        MessageEventWriter.WriteDispositions(json, "disposition", entry.Dispositions);
        json.WriteString("message_id", entry.MessageId);
        json.WriteString("content_type", entry.ContentType);
        json.WriteString("content", entry.Content);
        json.WriteString("direction", MessageWords.Of(entry.Direction));
        json.WriteString("state", entry.State is { } state ? MessageWords.Of(state) : null);
        json.WriteEndObject();
    }
}
