using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;

namespace Sylk.Storage.Commands;

/// <summary><c>remove</c>: for operators; the devices of the account are not told.</summary>
internal sealed class RemoveCommand(Store store, StoreConsole console, TimeProvider time)
{
    private const int BatchSize = 500;
    private readonly FairTurns _turns = new(time);

    public async Task<int> RunAsync(StoreCommandLine line, CancellationToken cancellationToken)
    {
        var account = line.Account!.Value;
        var question = line switch
        {
            { What: "all" } => $"Remove everything of {account}?",
            { Only: { } only } => $"Remove {line.What} of {account}: {only}?",
            _ => $"Remove {line.What} of {account}?",
        };
        if (!line.Yes && !console.Ask(question))
        {
            console.Error.WriteLine("sylk-db: nothing was removed");
            return 1;
        }

        var removed = line.What switch
        {
            "messages" when line.Only is { } contact => await ChangeAsync(session => RemoveConversationAsync(session, account, contact), cancellationToken),
            "messages" => await _turns.TakeAllAsync(
                () => ChangeAsync(async session => await Journal.FindAsync(session, account, time) is { } journal ? await journal.RemoveOldestAsync(BatchSize) : 0, cancellationToken),
                BatchSize, cancellationToken),
            "api_token" => await ChangeAsync(session => RemoveAsync(session, account, "DELETE FROM api_tokens WHERE account_id = @account"), cancellationToken),
            "push_token" => await ChangeAsync(session => RemoveDevicesAsync(session, account, line.Only), cancellationToken),
            "public_key" => await ChangeAsync(session => RemoveKeyAsync(session, account), cancellationToken),
            _ => await RemoveAllAsync(account, cancellationToken),
        };
        console.Out.WriteLine(line.Json ? $"{{\"removed\":{removed}}}" : $"{removed} removed");
        return 0;
    }

    private async Task<int> RemoveAllAsync(AccountAddress account, CancellationToken cancellationToken)
    {
        var removed = await _turns.TakeAllAsync(
            () => ChangeAsync(session => RemoveAsync(
                session,
                account,
                """
                DELETE FROM journal_entries WHERE account_id = @account
                AND sequence IN (SELECT sequence FROM journal_entries WHERE account_id = @account ORDER BY sequence LIMIT @limit)
                """,
                ("limit", (long)BatchSize)), cancellationToken),
            BatchSize,
            cancellationToken);
        return removed + await ChangeAsync(async session =>
        {
            var rest = await RemoveKeyAsync(session, account);
            foreach (var table in (string[])["journal_entries", "api_tokens", "push_tokens", "address_book_items", "spooled_messages"])
            {
                rest += await RemoveAsync(session, account, $"DELETE FROM {table} WHERE account_id = @account");
            }

            return rest + await session.ExecuteAsync("DELETE FROM accounts WHERE address = @address", ("address", AccountRow.NameOf(account)));
        }, cancellationToken);
    }

    /// <summary>Ids and places stay, so that devices that know one of them get exactly what comes after it.</summary>
    private async ValueTask<int> RemoveConversationAsync(Session session, AccountAddress account, string contact) =>
        await Journal.FindAsync(session, account, time) is { } journal ? await journal.RemoveAsync(AccountAddress.Of(contact)) : 0;

    private static ValueTask<int> RemoveDevicesAsync(Session session, AccountAddress account, string? device) => RemoveAsync(
        session, account, "DELETE FROM push_tokens WHERE account_id = @account AND (@device = '' OR device_id = @device)", ("device", device ?? ""));

    private static ValueTask<int> RemoveKeyAsync(Session session, AccountAddress account) =>
        session.ExecuteAsync("DELETE FROM public_keys WHERE address = @address", ("address", AccountRow.NameOf(account)));

    private static async ValueTask<int> RemoveAsync(
        Session session, AccountAddress account, string sql, params (string Name, object? Value)[] parameters) =>
        await AccountRow.FindAsync(session, account) is { } row ? await session.ExecuteAsync(sql, [.. parameters, ("account", row.Id)]) : 0;

    private ValueTask<int> ChangeAsync(Func<Session, ValueTask<int>> change, CancellationToken cancellationToken) =>
        store.Database.WriteAsync(change, cancellationToken);
}
