using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class AccountStore(Database database, TimeProvider time) : IAccountStore
{
    public ValueTask<bool> IsKnownAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(account);
        return database.ReadAsync(session => session.FindAsync(
            "SELECT 1 FROM accounts WHERE address = @address AND known_since IS NOT NULL", static _ => true, ("address", address)), cancellationToken);
    }

    public async ValueTask TouchAsync(AccountAddress account, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.NameOf(account);
        await database.WriteAsync(session => session.ExecuteAsync(
            """
            INSERT INTO accounts (address, known_since, last_login) VALUES (@address, @now, @now)
            ON CONFLICT (address) DO UPDATE SET known_since = COALESCE(accounts.known_since, excluded.known_since), last_login = excluded.last_login
            """,
            ("address", address), ("now", StoredTime.Now(time))), cancellationToken);
    }
}
