namespace Sylk.Abstractions.Storage;

/// <summary>What is to be added to a journal.</summary>
public record JournalDraft
{
    /// <summary>Unique within the journal, at most 512 characters, none of them a control character.</summary>
    public required string MessageId { get; init; }

    /// <summary>The other party.</summary>
    public required AccountAddress Contact { get; init; }

    /// <summary>The time stated by the sender, ISO 8601, kept as it is.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Which way the message went.</summary>
    public MessageDirection Direction { get; init; }

    /// <summary>Content type with its parameters.</summary>
    public required string ContentType { get; init; }

    /// <summary>Any text, NUL characters included.</summary>
    public required string Content { get; init; }

    /// <summary>What its sender still expects; <c>null</c>: has never asked for anything.</summary>
    public MessageDispositions? Dispositions { get; init; }

    /// <summary>What became of it, or <c>null</c> for what is no message.</summary>
    public MessageState? State { get; init; }
}

/// <summary>An entry of a journal.</summary>
public sealed record JournalEntry : JournalDraft
{
    /// <summary>Its place in the journal of its account, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset Stored { get; init; }
}

/// <summary>Which way a message went, seen from the account.</summary>
public enum MessageDirection
{
    /// <summary>It is no message but a note about others.</summary>
    None,

    /// <summary>Sent by the account.</summary>
    Outgoing,

    /// <summary>Sent to the account.</summary>
    Incoming,
}

/// <summary>Notifications that the sender of a message asks for (RFC 5438 section 6.2).</summary>
[Flags]
public enum MessageDispositions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>positive-delivery</c>.</summary>
    PositiveDelivery = 1,

    /// <summary><c>display</c>.</summary>
    Display = 2,
}
