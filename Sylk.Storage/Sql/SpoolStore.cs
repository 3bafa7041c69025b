using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class SpoolStore(Database database, TimeProvider time) : ISpoolStore
{
    public async ValueTask<bool> AddAsync(SpooledMessage message, int limit, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(message.To);
        return await database.WriteAsync(async session =>
        {
            var row = await AccountRow.OpenAsync(session, message.To);
            return await session.ExecuteAsync(
                """
                INSERT INTO spooled_messages (account_id, sender, content_type, body, received)
                SELECT id, @sender, @type, @body, @now FROM accounts
                WHERE id = @account AND (SELECT COUNT(*) FROM spooled_messages WHERE account_id = @account) < @limit
                """,
                ("account", row.Id), ("sender", StoredText.ToBytes(message.From)), ("type", StoredText.ToBytes(message.ContentType)),
                ("body", message.Body.ToArray()), ("now", StoredTime.Now(time)), ("limit", (long)limit));
        }, cancellationToken) > 0;
    }

    public async ValueTask<IReadOnlyList<SpooledMessage>> ReadAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return await database.ReadAsync(session => session.ListAsync(
            """
            SELECT sender, content_type, body, id, received FROM spooled_messages
            WHERE account_id = (SELECT id FROM accounts WHERE address = @address) ORDER BY id LIMIT @limit
            """,
            row => Read(row, account), null, ("address", address), ("limit", (long)Math.Max(0, limit))), cancellationToken);
    }

    public async ValueTask RemoveAsync(long id, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM spooled_messages WHERE id = @id", ("id", id)), cancellationToken);

    private static SpooledMessage Read(DbDataReader row, AccountAddress account) =>
        new(account, row.BytesAsText(0), row.BytesAsText(1), row.Bytes(2), row.Number(3), row.Time(4));
}
