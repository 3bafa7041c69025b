using System.Runtime.CompilerServices;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Transfer;

/// <summary>Reads everything, a page at a time, while others go on changing it.</summary>
internal sealed class StoreReader(Database database)
{
    private const int PageSize = 200;
    private const int EnoughContent = 1 << 20;

    /// <param name="account">Whose data; <c>null</c>: all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<StoreRecord> ReadAsync(AccountAddress? account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var only = account is { } address ? AccountRow.NameOf(address) : null;
        await foreach (var (id, record) in AccountsAsync(only, cancellationToken))
        {
            yield return record;
            await foreach (var item in EntriesAsync(id, record.Account, cancellationToken))
            {
                yield return item;
            }

            foreach (var item in await database.ReadAsync(session => OfAccountAsync(session, id, record.Account), cancellationToken))
            {
                yield return item;
            }

            await foreach (var item in SpooledAsync(id, record.Account, cancellationToken))
            {
                yield return item;
            }
        }

        await foreach (var item in PublicKeysAsync(only, cancellationToken))
        {
            yield return item;
        }

        await foreach (var item in FilesAsync(only, cancellationToken))
        {
            yield return item;
        }
    }

    private IAsyncEnumerable<(long Id, AccountRecord Record)> AccountsAsync(string? only, CancellationToken cancellationToken) => PagesAsync(
        0L,
        (session, last) => session.ListAsync(
            """
            SELECT a.id, a.address, a.known_since, a.last_login, a.last_sequence, a.last_stored,
                (SELECT MIN(e.sequence) FROM journal_entries e WHERE e.account_id = a.id)
            FROM accounts a WHERE a.id > @last AND (@only = '' OR a.address = @only) ORDER BY a.id LIMIT @limit
            """,
            static row =>
            {
                var first = row.NumberOrNull(6);
                return (row.Number(0), new AccountRecord(
                    row.Text(1),
                    first - 1 ?? row.Number(4),
                    first is null && row.Number(4) > 0 ? row.Time(5) : null,
                    row.TimeOrNull(2),
                    row.TimeOrNull(3)));
            },
            null, ("last", last), ("only", only ?? ""), ("limit", (long)PageSize)),
        static account => account.Item1,
        cancellationToken);

    private async IAsyncEnumerable<StoreRecord> EntriesAsync(long account, string address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = PagesAsync(
            0L,
            (session, last) =>
            {
                var content = 0;
                return session.ListAsync(
                    $"""
                    SELECT {EntryRow.Columns}, removed FROM journal_entries
                    WHERE account_id = @account AND sequence > @last ORDER BY sequence LIMIT @limit
                    """,
                    static row => (Entry: EntryRow.Read(row), IsRemoved: row.Number(10) != 0),
                    row => (content += row.Entry.Content.Length) >= EnoughContent,
                    ("account", account), ("last", last), ("limit", (long)PageSize));
            },
            static row => row.Entry.Sequence,
            cancellationToken);
        await foreach (var (entry, isRemoved) in pages)
        {
            yield return isRemoved ? new RemovedEntryRecord(address, entry.Stored, entry.MessageId) : new EntryRecord(
                address, entry.Stored, entry.MessageId, entry.Contact.ToString(), entry.Timestamp, entry.ContentType, entry.Content,
                RecordWords.Of(entry.Direction), RecordWords.Of(entry.Dispositions), RecordWords.Of(entry.State));
        }
    }

    /// <summary>What an account has little of.</summary>
    private static async ValueTask<List<StoreRecord>> OfAccountAsync(Session session, long id, string address)
    {
        var records = new List<StoreRecord>();
        records.AddRange(await session.ListAsync(
            "SELECT hash, created, expires FROM api_tokens WHERE account_id = @account ORDER BY id",
            row => new ApiTokenRecord(address, row.Bytes(0), row.Time(1), row.Time(2)), null, ("account", id)));
        records.AddRange(await session.ListAsync(
            "SELECT app_id, device_id, platform, token, background_token, is_silent, user_agent FROM push_tokens WHERE account_id = @account ORDER BY turn",
            row => new PushTokenRecord(address, row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Number(5) != 0, row.BytesAsTextOrNull(6)),
            null, ("account", id)));
        records.AddRange(await session.ListAsync(
            "SELECT kind, item_id, json FROM address_book_items WHERE account_id = @account ORDER BY id",
            row => new AddressBookItemRecord(address, RecordWords.Of((AddressBookItemKind)row.Number(0)), row.Text(1), row.BytesAsText(2)),
            null, ("account", id)));
        return records;
    }

    private async IAsyncEnumerable<StoreRecord> SpooledAsync(long account, string address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = PagesAsync(
            0L,
            (session, last) =>
            {
                var content = 0;
                return session.ListAsync(
                    "SELECT id, sender, content_type, body, received FROM spooled_messages WHERE account_id = @account AND id > @last ORDER BY id LIMIT @limit",
                    row => (Id: row.Number(0), Record: new SpooledMessageRecord(address, row.BytesAsText(1), row.BytesAsText(2), row.Bytes(3), row.Time(4))),
                    row => (content += row.Record.Body.Length) >= EnoughContent,
                    ("account", account), ("last", last), ("limit", (long)PageSize));
            },
            static row => row.Id,
            cancellationToken);
        await foreach (var (_, record) in pages)
        {
            yield return record;
        }
    }

    private IAsyncEnumerable<PublicKeyRecord> PublicKeysAsync(string? only, CancellationToken cancellationToken) => PagesAsync(
        "",
        (session, last) => session.ListAsync(
            "SELECT address, public_key, changed FROM public_keys WHERE address > @last AND (@only = '' OR address = @only) ORDER BY address LIMIT @limit",
            static row => new PublicKeyRecord(row.Text(0), row.BytesAsText(1), row.Time(2)),
            null, ("last", last), ("only", only ?? ""), ("limit", (long)PageSize)),
        static record => record.Account,
        cancellationToken);

    private IAsyncEnumerable<StoredFileRecord> FilesAsync(string? only, CancellationToken cancellationToken) => PagesAsync(
        "",
        (session, last) => session.ListAsync(
            """
            SELECT sender, transfer_id, receiver, file_name, content_type, size, hash, created, expires FROM files
            WHERE transfer_id > @last AND (@only = '' OR sender = @only) ORDER BY transfer_id LIMIT @limit
            """,
            static row => new StoredFileRecord(
                row.Text(0), row.Text(1), row.Text(2), row.BytesAsText(3), row.BytesAsText(4), row.Number(5), row.Text(6), row.Time(7), row.Time(8)),
            null, ("last", last), ("only", only ?? ""), ("limit", (long)PageSize)),
        static record => record.TransferId,
        cancellationToken);

    /// <summary>Rows in the order of a key, page after page.</summary>
    private async IAsyncEnumerable<TRow> PagesAsync<TRow, TKey>(
        TKey first,
        Func<Session, TKey, ValueTask<List<TRow>>> readAfter,
        Func<TRow, TKey> keyOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = first;
        while (true)
        {
            var key = last;
            var page = await database.ReadAsync(session => readAfter(session, key), cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var row in page)
            {
                yield return row;
            }

            last = keyOf(page[^1]);
        }
    }
}
