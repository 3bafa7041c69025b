using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>A part of a journal that is being read.</summary>
/// <param name="Account">Key of the account.</param>
/// <param name="From">Sequence of the last entry that is behind the reader.</param>
/// <param name="Last">Sequence of the last entry there was when reading began.</param>
/// <param name="Left">How many entries are still wanted.</param>
internal sealed record JournalPart(long Account, long From, long Last, int Left)
{
    private const int LargestPage = 100;

    /// <summary>A page that has so many characters has enough of them.</summary>
    private const int EnoughContent = 1 << 20;

    public bool IsEmpty => From >= Last || Left <= 0;

    /// <summary>Finds where a part begins and ends; <c>null</c> if there is no journal.</summary>
    public static ValueTask<JournalPart?> FindAsync(Session session, string address, JournalQuery query) => session.FindAsync(
        """
        SELECT a.id, a.last_sequence, COALESCE(
            (SELECT e.sequence FROM journal_entries e WHERE e.account_id = a.id AND e.message_id = @id),
            (SELECT e.sequence FROM journal_entries e WHERE e.account_id = a.id AND e.stored <= @since ORDER BY e.stored DESC LIMIT 1),
            0)
        FROM accounts a WHERE a.address = @address
        """,
        row => new JournalPart(row.Number(0), row.Number(2), row.Number(1), query.Limit ?? int.MaxValue),
        ("address", address), ("id", StoredText.Sought(query.AfterMessageId ?? "")),
        ("since", query.Since is { } since ? StoredTime.Of(since) : long.MinValue));

    public ValueTask<List<JournalEntry>> ReadPageAsync(Session session)
    {
        var content = 0;
        return session.ListAsync(
            $"""
            SELECT {EntryRow.Columns} FROM journal_entries
            WHERE account_id = @account AND sequence > @from AND sequence <= @last AND removed = 0 ORDER BY sequence LIMIT @limit
            """,
            EntryRow.Read,
            entry => (content += entry.Content.Length) >= EnoughContent,
            ("account", Account), ("from", From), ("last", Last), ("limit", (long)Math.Min(Left, LargestPage)));
    }

    /// <summary>What is left of it after a page.</summary>
    public JournalPart? After(List<JournalEntry> page) => page.Count == 0 ? null : this with { From = page[^1].Sequence, Left = Left - page.Count };
}
