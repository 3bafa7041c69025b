using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>The journal of an account whose row the transaction has locked.</summary>
internal sealed class Journal(Session session, AccountRow account, TimeProvider time)
{
    private long _lastSequence = account.LastSequence;
    private long _lastStored = account.LastStored;

    /// <summary>Locks a journal, which is made if there is none.</summary>
    public static async ValueTask<Journal> OpenAsync(Session session, AccountAddress account, TimeProvider time) =>
        new(session, await AccountRow.OpenAsync(session, account), time);

    /// <summary>Locks a journal if there is one.</summary>
    public static async ValueTask<Journal?> FindAsync(Session session, AccountAddress account, TimeProvider time) =>
        await AccountRow.FindAsync(session, account) is { } row ? new(session, row, time) : null;

    /// <summary>Adds an entry; <c>null</c> if its id is there.</summary>
    public ValueTask<JournalEntry?> AppendAsync(JournalDraft draft) => AppendAsync(draft, time.GetUtcNow());

    /// <summary>Adds an entry that was stored elsewhere before; <c>null</c> if its id is there.</summary>
    public async ValueTask<JournalEntry?> AppendAsync(JournalDraft draft, DateTimeOffset when)
    {
        var content = StoredText.ToBytes(draft.Content);
        // Each time is later than the one before it, whatever the clock does, so that a time names a place as well as a number does.
        var (sequence, stored) = (_lastSequence + 1, Math.Max(StoredTime.Of(when), _lastStored + 1));
        var added = await session.ExecuteAsync(
            $"""
            INSERT INTO journal_entries (account_id, {EntryRow.Columns})
            VALUES (@account, @sequence, @stored, @id, @contact, @stated, @direction, @type, @content, @dispositions, @state)
            ON CONFLICT (account_id, message_id) DO NOTHING
            """,
            ("account", account.Id), ("sequence", sequence), ("stored", stored), ("id", draft.MessageId), ("contact", draft.Contact.ToString()),
            ("stated", draft.Timestamp), ("direction", (long)draft.Direction), ("type", draft.ContentType), ("content", content),
            ("dispositions", (long?)draft.Dispositions), ("state", (long?)draft.State));
        if (added == 0)
        {
            return null;
        }

        (_lastSequence, _lastStored) = (sequence, stored);
        await session.ExecuteAsync(
            "UPDATE accounts SET last_sequence = @sequence, last_stored = @stored WHERE id = @account",
            ("account", account.Id), ("sequence", sequence), ("stored", stored));
        return new()
        {
            Sequence = sequence,
            Stored = StoredTime.From(stored),
            MessageId = draft.MessageId,
            Contact = draft.Contact,
            Timestamp = draft.Timestamp,
            Direction = draft.Direction,
            ContentType = draft.ContentType,
            Content = StoredText.FromBytes(content),
            Dispositions = draft.Dispositions,
            State = draft.State,
        };
    }

    /// <summary>Lets a journal that is still empty begin behind entries that it had elsewhere and whose time is over.</summary>
    public async ValueTask BeginAfterAsync(long sequence, DateTimeOffset stored)
    {
        if (_lastSequence == 0)
        {
            (_lastSequence, _lastStored) = (sequence, StoredTime.Of(stored));
            await session.ExecuteAsync(
                "UPDATE accounts SET last_sequence = @sequence, last_stored = @stored WHERE id = @account",
                ("account", account.Id), ("sequence", _lastSequence), ("stored", _lastStored));
        }
    }

    public ValueTask<JournalEntry?> FindAsync(string messageId) => session.FindAsync(
        $"SELECT {EntryRow.Columns} FROM journal_entries WHERE account_id = @account AND message_id = @id AND removed = 0",
        EntryRow.Read, ("account", account.Id), ("id", StoredText.Sought(messageId)));

    public ValueTask<int> UpdateAsync(JournalEntry entry, MessageState? state, MessageDispositions? dispositions) => session.ExecuteAsync(
        "UPDATE journal_entries SET state = @state, dispositions = @dispositions WHERE account_id = @account AND sequence = @sequence",
        ("account", account.Id), ("sequence", entry.Sequence), ("state", (long?)state), ("dispositions", (long?)dispositions));

    /// <summary>Nothing is expected any more by the messages received from a contact.</summary>
    public ValueTask<int> ExpectNothingAsync(AccountAddress contact) => session.ExecuteAsync(
        """
        UPDATE journal_entries SET dispositions = 0
        WHERE account_id = @account AND contact = @contact AND direction = 2 AND dispositions > 0 AND removed = 0
        """,
        ("account", account.Id), ("contact", contact.ToString()));

    /// <summary>The content type of the newest entry of a conversation.</summary>
    public ValueTask<string?> NewestTypeAsync(AccountAddress contact) => session.FindAsync(
        """
        SELECT content_type FROM journal_entries WHERE account_id = @account AND contact = @contact AND removed = 0
        ORDER BY sequence DESC LIMIT 1
        """,
        static row => row.Text(0), ("account", account.Id), ("contact", contact.ToString()));

    public ValueTask<int> RemoveAsync(JournalEntry entry) =>
        RemoveAsync("sequence = @sequence", ("account", account.Id), ("sequence", entry.Sequence));

    /// <summary>Removes the oldest entries, notes too.</summary>
    public ValueTask<int> RemoveOldestAsync(int limit) => RemoveAsync(
        "sequence IN (SELECT sequence FROM journal_entries WHERE account_id = @account AND removed = 0 ORDER BY sequence LIMIT @limit)",
        ("account", account.Id), ("limit", (long)limit));

    /// <summary>Removes the messages exchanged with a contact; notes about them stay.</summary>
    public ValueTask<int> RemoveAsync(AccountAddress contact) => RemoveAsync(
        "contact = @contact AND state IS NOT NULL AND removed = 0", ("account", account.Id), ("contact", contact.ToString()));

    /// <summary>The row stays for its place and its id; nothing else of it does.</summary>
    private ValueTask<int> RemoveAsync(string which, params (string Name, object? Value)[] parameters) => session.ExecuteAsync(
        $"""
        UPDATE journal_entries SET removed = 1, contact = '', stated = '', direction = 0, content_type = '', content = @empty, dispositions = NULL, state = NULL
        WHERE account_id = @account AND {which}
        """,
        [.. parameters, ("empty", Array.Empty<byte>())]);
}
