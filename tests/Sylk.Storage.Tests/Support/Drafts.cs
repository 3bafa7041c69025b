using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Tests.Support;

/// <summary>Entries as the gateway makes them.</summary>
internal static class Drafts
{
    public static AccountAddress Alice { get; } = AccountAddress.Of("alice@sylk.test");

    public static AccountAddress Bob { get; } = AccountAddress.Of("bob@sylk.test");

    public static AccountAddress Carol { get; } = AccountAddress.Of("carol@sylk.test");

    public const MessageDispositions Both = MessageDispositions.PositiveDelivery | MessageDispositions.Display;

    public static JournalDraft Incoming(string id, AccountAddress? from = null, string content = "hello") => new()
    {
        MessageId = id,
        Contact = from ?? Bob,
        Timestamp = "2026-03-04T05:06:07+00:00",
        Direction = MessageDirection.Incoming,
        ContentType = "text/plain",
        Content = content,
        Dispositions = Both,
        State = MessageState.Received,
    };

    public static JournalDraft Outgoing(string id, AccountAddress? to = null, string content = "hello") =>
        Incoming(id, to, content) with { Direction = MessageDirection.Outgoing, State = MessageState.Pending };

    public static JournalDraft Note(string id, AccountAddress? about = null, string type = "application/sylk-conversation-read") => new()
    {
        MessageId = id,
        Contact = about ?? Bob,
        Timestamp = "2026-03-04T05:06:07+00:00",
        ContentType = type,
        Content = (about ?? Bob).ToString(),
    };
}
