using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class AddressBookStore(Database database) : IAddressBookStore
{
    private const string OfAccount = "account_id = (SELECT id FROM accounts WHERE address = @address)";

    public async ValueTask<IReadOnlyList<AddressBookItem>> ReadAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.ReadAsync(session => session.ListAsync(
            $"SELECT kind, item_id, json FROM address_book_items WHERE {OfAccount} ORDER BY id", Read, null, ("address", address)), cancellationToken);
    }

    public async ValueTask<long> SizeAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.ReadAsync(session => session.FindAsync(
            $"SELECT CAST(COALESCE(SUM(LENGTH(json)), 0) AS BIGINT) FROM address_book_items WHERE {OfAccount}",
            static row => row.Number(0), ("address", address)), cancellationToken);
    }

    public async ValueTask SetAsync(AccountAddress account, AddressBookItem item, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        StoredText.Name(item.Id, nameof(item.Id));
        await database.WriteAsync(async session =>
        {
            var row = await AccountRow.OpenAsync(session, account);
            return await session.ExecuteAsync(
                """
                INSERT INTO address_book_items (account_id, kind, item_id, json) VALUES (@account, @kind, @id, @json)
                ON CONFLICT (account_id, kind, item_id) DO UPDATE SET json = excluded.json
                """,
                ("account", row.Id), ("kind", (long)item.Kind), ("id", item.Id), ("json", StoredText.ToBytes(item.Json)));
        }, cancellationToken);
    }

    public async ValueTask<bool> ReplaceAsync(AccountAddress account, AddressBookItem item, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.WriteAsync(session => session.ExecuteAsync(
            $"UPDATE address_book_items SET json = @json WHERE {OfAccount} AND kind = @kind AND item_id = @id",
            ("address", address), ("kind", (long)item.Kind), ("id", StoredText.Sought(item.Id)), ("json", StoredText.ToBytes(item.Json))), cancellationToken) > 0;
    }

    public ValueTask<AddressBookItem?> RemoveAsync(
        AccountAddress account, AddressBookItemKind kind, string id, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return database.WriteAsync(session => session.FindAsync(
            $"DELETE FROM address_book_items WHERE {OfAccount} AND kind = @kind AND item_id = @id RETURNING kind, item_id, json",
            Read, ("address", address), ("kind", (long)kind), ("id", StoredText.Sought(id))), cancellationToken);
    }

    private static AddressBookItem Read(DbDataReader row) => new((AddressBookItemKind)row.Number(0), row.Text(1), row.BytesAsText(2));
}
