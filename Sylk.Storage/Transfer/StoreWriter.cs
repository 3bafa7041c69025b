using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Transfer;

/// <summary>Adds records to a store. What is there already stays as it is, so that an import can be repeated.</summary>
internal sealed class StoreWriter(Database database, TimeProvider time)
{
    /// <summary>Adds records in one transaction.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="ArgumentException">One cannot be kept; none was added.</exception>
    /// <exception cref="FormatException">One has a word that nobody knows; none was added.</exception>
    public ValueTask<int> AddAsync(IReadOnlyList<StoreRecord> records, CancellationToken cancellationToken) => database.WriteAsync(async session =>
    {
        var added = 0;
        foreach (var record in records)
        {
            added += await AddAsync(session, record);
        }

        return added;
    }, cancellationToken);

    private ValueTask<int> AddAsync(Session session, StoreRecord record) => record switch
    {
        AccountRecord account => AddAccountAsync(session, account),
        EntryRecord entry => AddEntryAsync(session, entry),
        RemovedEntryRecord entry => AddRemovedEntryAsync(session, entry),
        PublicKeyRecord key => session.ExecuteAsync(
            "INSERT INTO public_keys (address, public_key, changed) VALUES (@address, @key, @changed) ON CONFLICT (address) DO NOTHING",
            ("address", Name(key.Account)), ("key", StoredText.ToBytes(key.Key)), ("changed", StoredTime.Of(key.Changed))),
        ApiTokenRecord token => AddApiTokenAsync(session, token),
        PushTokenRecord token => AddPushTokenAsync(session, token),
        AddressBookItemRecord item => AddItemAsync(session, item),
        SpooledMessageRecord message => AddSpooledAsync(session, message),
        StoredFileRecord file => AddFileAsync(session, file),
        _ => throw new NotSupportedException(record.GetType().ToString()),
    };

    private async ValueTask<int> AddAccountAsync(Session session, AccountRecord record)
    {
        if (record.RetiredEntries < 0)
        {
            throw new FormatException($"{record.RetiredEntries} is no number of entries");
        }

        var account = AccountAddress.Of(record.Account);
        var isNew = await AccountRow.FindAsync(session, account) is null;
        await (await Journal.OpenAsync(session, account, time)).BeginAfterAsync(record.RetiredEntries, record.RetiredUntil ?? DateTimeOffset.UnixEpoch);
        var changed = isNew ? 1 : 0;
        foreach (var (column, value) in new[] { ("known_since", record.KnownSince), ("last_login", record.LastLogin) })
        {
            changed += value is { } when ? await session.ExecuteAsync(
                $"UPDATE accounts SET {column} = @time WHERE address = @address AND {column} IS NULL",
                ("address", AccountRow.NameOf(account)), ("time", StoredTime.Of(when))) : 0;
        }

        return Math.Min(changed, 1);
    }

    private async ValueTask<int> AddEntryAsync(Session session, EntryRecord record)
    {
        var draft = new JournalDraft
        {
            MessageId = record.MessageId,
            Contact = AccountAddress.Of(record.Contact),
            Timestamp = record.Timestamp,
            Direction = RecordWords.Direction(record.Direction),
            ContentType = record.ContentType,
            Content = record.Content,
            Dispositions = RecordWords.Dispositions(record.Dispositions),
            State = RecordWords.State(record.State),
        };
        EntryRow.Check(draft);
        return await (await OpenAsync(session, record)).AppendAsync(draft, record.Stored) is null ? 0 : 1;
    }

    private async ValueTask<int> AddRemovedEntryAsync(Session session, RemovedEntryRecord record)
    {
        var journal = await OpenAsync(session, record);
        StoredText.Name(record.MessageId, nameof(record.MessageId));
        var draft = new JournalDraft { MessageId = record.MessageId, Contact = default, Timestamp = "", ContentType = "", Content = "" };
        if (await journal.AppendAsync(draft, record.Stored) is not { } entry)
        {
            return 0;
        }

        await journal.RemoveAsync(entry);
        return 1;
    }

    private static async ValueTask<int> AddApiTokenAsync(Session session, ApiTokenRecord record) => await session.ExecuteAsync(
        """
        INSERT INTO api_tokens (account_id, hash, created, expires) VALUES (@account, @hash, @created, @expires)
        ON CONFLICT (account_id, hash) DO NOTHING
        """,
        ("account", await IdAsync(session, record)), ("hash", record.Hash), ("created", StoredTime.Of(record.Created)), ("expires", StoredTime.Of(record.Expires)));

    private static async ValueTask<int> AddPushTokenAsync(Session session, PushTokenRecord record)
    {
        PushTokenStore.Check(new(record.AppId, record.DeviceId, record.Platform, record.Token, record.BackgroundToken, record.IsSilent, record.UserAgent));
        return await session.ExecuteAsync(
            """
            INSERT INTO push_tokens (account_id, app_id, device_id, platform, token, background_token, is_silent, user_agent, turn)
            VALUES (@account, @app, @device, @platform, @token, @background, @silent, @agent,
                (SELECT COALESCE(MAX(turn), 0) + 1 FROM push_tokens WHERE account_id = @account))
            ON CONFLICT (account_id, app_id, device_id) DO NOTHING
            """,
            ("account", await IdAsync(session, record)), ("app", record.AppId), ("device", record.DeviceId), ("platform", record.Platform), ("token", record.Token),
            ("background", record.BackgroundToken), ("silent", record.IsSilent ? 1L : 0L),
            ("agent", record.UserAgent is null ? null : StoredText.ToBytes(record.UserAgent)));
    }

    private static async ValueTask<int> AddItemAsync(Session session, AddressBookItemRecord record) => await session.ExecuteAsync(
        """
        INSERT INTO address_book_items (account_id, kind, item_id, json) VALUES (@account, @kind, @id, @json)
        ON CONFLICT (account_id, kind, item_id) DO NOTHING
        """,
        ("account", await IdAsync(session, record)), ("kind", (long)RecordWords.Parse<AddressBookItemKind>(record.ItemKind)),
        ("id", StoredText.Name(record.Id, nameof(record.Id))), ("json", StoredText.ToBytes(record.Json)));

    /// <summary>Waiting messages have no id of their own: one that came at the same time with the same bytes is the same.</summary>
    private static async ValueTask<int> AddSpooledAsync(Session session, SpooledMessageRecord record) => await session.ExecuteAsync(
        """
        INSERT INTO spooled_messages (account_id, sender, content_type, body, received)
        SELECT id, @sender, @type, @body, @received FROM accounts WHERE id = @account
        AND NOT EXISTS (SELECT 1 FROM spooled_messages WHERE account_id = @account AND received = @received AND sender = @sender AND body = @body)
        """,
        ("account", await IdAsync(session, record)), ("sender", StoredText.ToBytes(record.From)), ("type", StoredText.ToBytes(record.ContentType)),
        ("body", record.Body), ("received", StoredTime.Of(record.Received)));

    private static ValueTask<int> AddFileAsync(Session session, StoredFileRecord record) => session.ExecuteAsync(
        """
        INSERT INTO files (transfer_id, sender, receiver, file_name, content_type, size, hash, created, expires)
        VALUES (@id, @sender, @receiver, @name, @type, @size, @hash, @created, @expires) ON CONFLICT (transfer_id) DO NOTHING
        """,
        ("id", StoredText.Name(record.TransferId, nameof(record.TransferId))), ("sender", Name(record.Account)), ("receiver", Name(record.Receiver)),
        ("name", StoredText.ToBytes(record.FileName)), ("type", StoredText.ToBytes(record.ContentType)), ("size", record.Size),
        ("hash", StoredText.Name(record.Hash, nameof(record.Hash))), ("created", StoredTime.Of(record.Created)), ("expires", StoredTime.Of(record.Expires)));

    private ValueTask<Journal> OpenAsync(Session session, StoreRecord record) => Journal.OpenAsync(session, AccountAddress.Of(record.Account), time);

    private static async ValueTask<long> IdAsync(Session session, StoreRecord record) =>
        (await AccountRow.OpenAsync(session, AccountAddress.Of(record.Account))).Id;

    private static string Name(string address) => AccountRow.NameOf(AccountAddress.Of(address));
}
