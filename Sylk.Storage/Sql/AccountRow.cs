using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>The row of an account, locked until the end of the transaction: whoever changes what belongs to an account has it,
/// so that changes of one account come one after the other.</summary>
/// <param name="Id">Its key.</param>
/// <param name="LastSequence">Of the newest entry of its journal.</param>
/// <param name="LastStored">When that was stored.</param>
internal sealed record AccountRow(long Id, long LastSequence, long LastStored)
{
    private const string Columns = "id, last_sequence, last_stored";

    /// <summary>Locks the row, which is made if there is none.</summary>
    public static async ValueTask<AccountRow> OpenAsync(Session session, AccountAddress account) =>
        await FindAsync(session, account) ?? (await session.FindAsync(
            $"INSERT INTO accounts (address) VALUES (@address) ON CONFLICT (address) DO UPDATE SET address = excluded.address RETURNING {Columns}",
            Read, ("address", NameOf(account))))!;

    /// <summary>Locks the row if there is one. One transaction at a time changes SQLite: there is nothing to lock.</summary>
    public static ValueTask<AccountRow?> FindAsync(Session session, AccountAddress account) => session.FindAsync(
        $"SELECT {Columns} FROM accounts WHERE address = @address {session.Dialect.ForUpdate}", Read, ("address", Sought(account)));

    /// <summary>An address to look for.</summary>
    public static string Sought(AccountAddress account) => StoredText.Sought(account.ToString());

    /// <summary>An address as it is kept.</summary>
    /// <exception cref="ArgumentException">It cannot be one.</exception>
    public static string NameOf(AccountAddress account) => StoredText.Name(account.ToString(), "the address");

    private static AccountRow Read(System.Data.Common.DbDataReader row) => new(row.Number(0), row.Number(1), row.Number(2));
}
