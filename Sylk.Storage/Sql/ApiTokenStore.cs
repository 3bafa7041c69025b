using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
/// <remarks>A token has 256 random bits; its SHA-256 is enough to recognise it and of no use to a thief of the database.</remarks>
internal sealed class ApiTokenStore(Database database, TimeProvider time) : IApiTokenStore
{
    private const int MostOfOneAccount = 10;

    public async ValueTask<string> CreateAsync(AccountAddress account, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        AccountRow.NameOf(account);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await database.WriteAsync(async session =>
        {
            var row = await AccountRow.OpenAsync(session, account);
            var now = time.GetUtcNow();
            await session.ExecuteAsync("UPDATE accounts SET known_since = COALESCE(known_since, @now) WHERE id = @account", ("account", row.Id), ("now", StoredTime.Of(now)));
            await session.ExecuteAsync(
                "INSERT INTO api_tokens (account_id, hash, created, expires) VALUES (@account, @hash, @now, @expires)",
                ("account", row.Id), ("hash", Hash(token)), ("now", StoredTime.Of(now)), ("expires", StoredTime.Of(Later(now, lifetime))));
            return await session.ExecuteAsync(
                """
                DELETE FROM api_tokens WHERE account_id = @account
                AND id NOT IN (SELECT id FROM api_tokens WHERE account_id = @account ORDER BY id DESC LIMIT @most)
                """,
                ("account", row.Id), ("most", (long)MostOfOneAccount));
        }, cancellationToken);
        return token;
    }

    public ValueTask<bool> IsValidAsync(AccountAddress account, string token, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return database.ReadAsync(session => session.FindAsync(
            """
            SELECT 1 FROM api_tokens
            WHERE account_id = (SELECT id FROM accounts WHERE address = @address) AND hash = @hash AND expires > @now
            """,
            static _ => true, ("address", address), ("hash", Hash(token)), ("now", StoredTime.Now(time))), cancellationToken);
    }

    /// <summary>The time of expiry; a lifetime beyond the calendar is for ever.</summary>
    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan lifetime) =>
        lifetime < DateTimeOffset.MaxValue - now ? now + lifetime : DateTimeOffset.MaxValue;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
