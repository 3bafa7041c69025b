using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
/// <remarks>Keys of contacts come from everywhere; an account of this server is not made by one.</remarks>
internal sealed class PublicKeyStore(Database database, TimeProvider time) : IPublicKeyStore
{
    public async ValueTask SetAsync(AccountAddress account, string key, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.NameOf(account);
        await database.WriteAsync(session => session.ExecuteAsync(
            """
            INSERT INTO public_keys (address, public_key, changed) VALUES (@address, @key, @now)
            ON CONFLICT (address) DO UPDATE SET public_key = excluded.public_key, changed = excluded.changed
            """,
            ("address", address), ("key", StoredText.ToBytes(key)), ("now", StoredTime.Now(time))), cancellationToken);
    }

    public ValueTask<string?> FindAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return database.ReadAsync(session => session.FindAsync(
            "SELECT public_key FROM public_keys WHERE address = @address", static row => row.BytesAsText(0), ("address", address)), cancellationToken);
    }
}
