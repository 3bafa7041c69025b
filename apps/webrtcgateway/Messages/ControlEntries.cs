using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Protocol.Version2;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>Entries of a journal that are no messages: they tell devices that were away what happened to others.</summary>
internal sealed class ControlEntries(TimeProvider time)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Now => MessageTime.Of(time.GetUtcNow());

    /// <summary>A message has a new state. Libraries expect the event in it.</summary>
    public JournalDraft Disposition(AccountAddress account, AccountAddress contact, DispositionEvent report) => new()
    {
        MessageId = NewId(),
        Contact = contact,
        Timestamp = Now,
        Direction = MessageDirection.Incoming,
        ContentType = ContentTypes.DispositionEntry,
        Content = Encoding.UTF8.GetString(EventWriter.Write(report with { Account = account.ToString() }).Span),
        Dispositions = MessageDispositions.None,
        State = MessageState.Received,
    };

    public JournalDraft Read(AccountAddress contact) => Note(contact, ContentTypes.ConversationRead);

    public JournalDraft ConversationRemoved(AccountAddress contact, string timestamp) => Note(contact, ContentTypes.ConversationRemove) with { Timestamp = timestamp };

    public JournalDraft MessageRemoved(AccountAddress contact, string messageId, MessageDirection direction) =>
        Note(contact, ContentTypes.MessageRemove) with { Content = RemovedText(contact, messageId, direction), Direction = direction };

    /// <summary>What is said about a removed message, to devices and to phones.</summary>
    public static string RemovedText(AccountAddress contact, string messageId, MessageDirection direction) => Json(
        ("contact", contact.ToString()), ("message_id", messageId), ("direction", MessageWords.Of(direction)));

    /// <summary>A flat object.</summary>
    public static string Json(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private JournalDraft Note(AccountAddress contact, string contentType) => new()
    {
        MessageId = NewId(),
        Contact = contact,
        Timestamp = Now,
        ContentType = contentType,
        Content = contact.ToString(),
        Dispositions = MessageDispositions.None,
    };
}
