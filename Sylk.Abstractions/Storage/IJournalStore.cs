namespace Sylk.Abstractions.Storage;

/// <summary>The journals: for each account everything that happened to its messages, in one order that never changes.</summary>
/// <remarks>
/// An entry has a sequence number, one more than that of the entry before it in the same journal, and a time of storage that is
/// later than that of the entry before it, even when the clock is set back. Who has read up to an entry therefore gets exactly
/// the rest, also when that entry was removed meanwhile: removing a message takes its content and leaves its place. An id is in
/// a journal once, for ever: adding it again, even after its removal, changes nothing.
/// Entries older than <c>store.message_days</c> go, with those that were removed; they are always the oldest of a journal. Who knows
/// an entry that went gets everything that is left: all of it is newer. Its id is free again, the sequence goes on.
/// A journal exists from the first <see cref="IAccountStore.TouchAsync"/> or entry of its account on.
/// </remarks>
public interface IJournalStore
{
    /// <summary>Adds an entry.</summary>
    /// <returns>The entry, or <c>null</c> if the journal has that id already.</returns>
    ValueTask<JournalEntry?> AppendAsync(AccountAddress account, JournalDraft draft, CancellationToken cancellationToken = default);

    /// <summary>Takes note of what became of a message, if that is news (<see cref="MessageStates.CanFollow"/>); also
    /// what its sender expects is shortened, which is news too: <see cref="MessageState.Delivered"/> takes <c>positive-delivery</c> off,
    /// <see cref="MessageState.Displayed"/> everything. A message that is <see cref="MessageState.Received"/> keeps its state.</summary>
    /// <param name="account">Whose journal.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="state">The new state.</param>
    /// <param name="report">An entry added in the same step if there was news, so that other devices learn of it; or <c>null</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether there was news; <c>false</c> if the message is not there.</returns>
    ValueTask<bool> ReportAsync(AccountAddress account, string messageId, MessageState state, JournalDraft? report, CancellationToken cancellationToken = default);

    /// <summary>Marks a conversation as read: nothing is expected any more by the messages received from a contact.</summary>
    /// <param name="account">Whose journal.</param>
    /// <param name="contact">The other party.</param>
    /// <param name="mark">The entry that says so. It is left out if the newest entry of the conversation is such a mark already
    /// (of the same content type).</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether anything changed.</returns>
    ValueTask<bool> MarkReadAsync(AccountAddress account, AccountAddress contact, JournalDraft mark, CancellationToken cancellationToken = default);

    /// <summary>Removes a message.</summary>
    /// <param name="account">Whose journal.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="notice">Makes the entry that says so from the message as it was, <c>null</c> if it is not there (or was removed before).
    /// The function may return <c>null</c>: then nothing is added. It must only compute, and may be called more than once.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The message as it was, or <c>null</c>.</returns>
    ValueTask<JournalEntry?> RemoveAsync(
        AccountAddress account, string messageId, Func<JournalEntry?, JournalDraft?> notice, CancellationToken cancellationToken = default);

    /// <summary>Removes all messages exchanged with a contact: entries that have a state. Notes about them stay.</summary>
    /// <param name="account">Whose journal.</param>
    /// <param name="contact">The other party.</param>
    /// <param name="notice">The entry that says so; added in any case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many messages there were.</returns>
    ValueTask<int> RemoveConversationAsync(AccountAddress account, AccountAddress contact, JournalDraft notice, CancellationToken cancellationToken = default);

    /// <summary>A message by its id; <c>null</c> if it is not there or was removed.</summary>
    ValueTask<JournalEntry?> FindAsync(AccountAddress account, string messageId, CancellationToken cancellationToken = default);

    /// <summary>Reads a part of a journal in order. The part is fixed when reading begins: what is added meanwhile is not in it,
    /// what is removed meanwhile may be. Entries are fetched as they are taken, so that memory does not grow with their number.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(AccountAddress account, JournalQuery query, CancellationToken cancellationToken = default);

    /// <summary>The messages sent by an account of which nothing is known yet (<see cref="MessageState.Pending"/>), oldest first. Long ones
    /// are fewer than <paramref name="limit"/>, so that memory does not grow with their length.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> PendingAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default);

    /// <summary>The accounts that have such messages.</summary>
    ValueTask<IReadOnlyList<AccountAddress>> PendingAccountsAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>How many incoming messages of the given content types, from others than the account itself, are still to be displayed.</summary>
    ValueTask<int> CountUnreadAsync(AccountAddress account, IReadOnlyCollection<string> contentTypes, CancellationToken cancellationToken = default);
}

/// <summary>Which part of a journal is wanted: what came after a message; if that id is not given or not in the journal, what was
/// stored after a time; if that is not given either, everything. Removed messages are left out, and count for nothing.</summary>
/// <param name="AfterMessageId">The last id known to the reader, or <c>null</c>.</param>
/// <param name="Since">A time of storage, or <c>null</c>.</param>
/// <param name="Limit">The most entries wanted, counted from the oldest; <c>null</c>: all.</param>
public sealed record JournalQuery(string? AfterMessageId = null, DateTimeOffset? Since = null, int? Limit = null);
