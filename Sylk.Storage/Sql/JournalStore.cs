using System.Runtime.CompilerServices;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class JournalStore(Database database, TimeProvider time) : IJournalStore
{
    /// <summary>Pending messages that have so many characters are enough of them.</summary>
    private const long EnoughPending = 8 * 1024 * 1024;

    public ValueTask<JournalEntry?> AppendAsync(AccountAddress account, JournalDraft draft, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        EntryRow.Check(draft);
        return database.WriteAsync(async session => await (await Journal.OpenAsync(session, account, time)).AppendAsync(draft), cancellationToken);
    }

    public ValueTask<bool> ReportAsync(
        AccountAddress account, string messageId, MessageState state, JournalDraft? report, CancellationToken cancellationToken = default)
    {
        if (report is not null)
        {
            EntryRow.Check(report);
        }

        return database.WriteAsync(async session =>
        {
            if (await Journal.FindAsync(session, account, time) is not { } journal
                || await journal.FindAsync(messageId) is not { State: { } current } entry
                || News(current, entry.Dispositions, state) is not { } news)
            {
                return false;
            }

            await journal.UpdateAsync(entry, news.State, news.Dispositions);
            if (report is not null)
            {
                await journal.AppendAsync(report);
            }

            return true;
        }, cancellationToken);
    }

    public ValueTask<bool> MarkReadAsync(
        AccountAddress account, AccountAddress contact, JournalDraft mark, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        AccountRow.NameOf(contact);
        EntryRow.Check(mark);
        return database.WriteAsync(async session =>
        {
            var journal = await Journal.OpenAsync(session, account, time);
            var isChanged = await journal.ExpectNothingAsync(contact) > 0;
            return await journal.NewestTypeAsync(contact) != mark.ContentType && await journal.AppendAsync(mark) is not null || isChanged;
        }, cancellationToken);
    }

    public ValueTask<JournalEntry?> RemoveAsync(
        AccountAddress account, string messageId, Func<JournalEntry?, JournalDraft?> notice, CancellationToken cancellationToken = default)
    {
        return database.WriteAsync(async session =>
        {
            var journal = await Journal.FindAsync(session, account, time);
            var entry = journal is null ? null : await journal.FindAsync(messageId);
            if (entry is not null)
            {
                await journal!.RemoveAsync(entry);
            }

            if (notice(entry) is { } draft)
            {
                EntryRow.Check(draft);
                journal ??= await Journal.OpenAsync(session, account, time);
                await journal.AppendAsync(draft);
            }

            return entry;
        }, cancellationToken);
    }

    public ValueTask<int> RemoveConversationAsync(
        AccountAddress account, AccountAddress contact, JournalDraft notice, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        AccountRow.NameOf(contact);
        EntryRow.Check(notice);
        return database.WriteAsync(async session =>
        {
            var journal = await Journal.OpenAsync(session, account, time);
            var removed = await journal.RemoveAsync(contact);
            await journal.AppendAsync(notice);
            return removed;
        }, cancellationToken);
    }

    public ValueTask<JournalEntry?> FindAsync(AccountAddress account, string messageId, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        var id = StoredText.Sought(messageId);
        return database.ReadAsync(session => session.FindAsync(
            $"""
            SELECT {EntryRow.Columns} FROM journal_entries
            WHERE account_id = (SELECT id FROM accounts WHERE address = @address) AND message_id = @id AND removed = 0
            """,
            EntryRow.Read, ("address", address), ("id", id)), cancellationToken);
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        AccountAddress account, JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        var part = await database.ReadAsync(session => JournalPart.FindAsync(session, address, query), cancellationToken);
        while (part is { IsEmpty: false })
        {
            var page = await database.ReadAsync(part.ReadPageAsync, cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
            }

            part = part.After(page);
        }
    }

    public async ValueTask<IReadOnlyList<JournalEntry>> PendingAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        var characters = 0L;
        // The numbers are those of the index.
        return await database.ReadAsync(session => session.ListAsync(
            $"""
            SELECT {EntryRow.Columns} FROM journal_entries
            WHERE account_id = (SELECT id FROM accounts WHERE address = @address) AND direction = 1 AND state = 0 AND removed = 0
            ORDER BY sequence LIMIT @limit
            """,
            EntryRow.Read, entry => (characters += entry.Content.Length) >= EnoughPending, ("address", address), ("limit", (long)Math.Max(0, limit))),
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<AccountAddress>> PendingAccountsAsync(int limit, CancellationToken cancellationToken = default) =>
        // The numbers are those of the index, which holds nothing else.
        await database.ReadAsync(session => session.ListAsync(
            """
            SELECT address FROM accounts WHERE id IN (SELECT account_id FROM journal_entries WHERE direction = 1 AND state = 0 AND removed = 0)
            ORDER BY id LIMIT @limit
            """,
            static row => AccountAddress.Of(row.Text(0)), null, ("limit", (long)Math.Max(0, limit))), cancellationToken);

    public async ValueTask<int> CountUnreadAsync(
        AccountAddress account, IReadOnlyCollection<string> contentTypes, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        var counts = await database.ReadAsync(session => session.ListAsync(
            $"""
            SELECT content_type, COUNT(*) FROM journal_entries
            WHERE account_id = (SELECT id FROM accounts WHERE address = @address) AND direction = 2 AND dispositions > 0 AND removed = 0
            AND (dispositions & {(int)MessageDispositions.Display}) <> 0 AND contact <> @address
            GROUP BY content_type
            """,
            static row => (Type: row.Text(0), Count: (int)row.Number(1)), null, ("address", address)), cancellationToken);
        return counts.Where(c => contentTypes.Contains(WithoutParameters(c.Type), StringComparer.OrdinalIgnoreCase)).Sum(static c => c.Count);
    }

    /// <summary>What a report changes, or <c>null</c> if it is no news.</summary>
    private static (MessageState State, MessageDispositions? Dispositions)? News(
        MessageState current, MessageDispositions? expected, MessageState reported)
    {
        var isNews = MessageStates.CanFollow(current, reported);
        var left = !isNews && current != MessageState.Received ? expected : reported switch
        {
            MessageState.Delivered => expected & ~MessageDispositions.PositiveDelivery,
            MessageState.Displayed => expected & MessageDispositions.None,
            _ => expected,
        };
        return isNews || left != expected ? (isNews ? reported : current, left) : null;
    }

    private static string WithoutParameters(string contentType) => contentType.Split(';', 2)[0].Trim();
}
