using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Sql;
using Sylk.Storage.Transfer;

namespace Sylk.Storage.Commands;

/// <summary><c>show</c>: what is in a store. Contents of messages and whole tokens are not shown; <c>export</c> has them.</summary>
internal sealed class ShowCommand(Store store, StoreConsole console, TimeProvider time)
{
    private const int NewestMessages = 10;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Rows)[] Counts =
    [
        ("accounts", "accounts WHERE known_since IS NOT NULL"),
        ("messages", "journal_entries WHERE removed = 0 AND state IS NOT NULL"),
        ("notes", "journal_entries WHERE removed = 0 AND state IS NULL"),
        ("removed", "journal_entries WHERE removed = 1"),
        ("public_keys", "public_keys"),
        ("api_tokens", "api_tokens"),
        ("push_tokens", "push_tokens"),
        ("address_book_items", "address_book_items"),
        ("files", "files"),
        ("waiting_messages", "spooled_messages"),
    ];

    public async Task<int> RunAsync(StoreCommandLine line, CancellationToken cancellationToken)
    {
        var shown = line.Account is { } account
            ? await store.Database.ReadAsync(session => AccountAsync(session, account), cancellationToken)
            : await store.Database.ReadAsync(StoreAsync, cancellationToken);
        if (shown is null)
        {
            console.Error.WriteLine($"sylk-db: nothing is known of {line.Account}");
            return 1;
        }

        console.Out.WriteLine(line.Json ? shown.ToJsonString(Indented) : Text(shown));
        return 0;
    }

    private static async ValueTask<JsonObject?> StoreAsync(Session session)
    {
        var result = new JsonObject
        {
            ["database"] = session.Dialect == Dialect.Sqlite ? "SQLite" : "PostgreSQL",
            ["version"] = await CountAsync(session, "SELECT MAX(version) FROM schema_versions"),
        };
        foreach (var (name, rows) in Counts)
        {
            result[name] = await CountAsync(session, $"SELECT COUNT(*) FROM {rows}");
        }

        return result;
    }

    private async ValueTask<JsonObject?> AccountAsync(Session session, AccountAddress account)
    {
        var address = AccountRow.NameOf(account);
        var key = await session.FindAsync(
            "SELECT public_key, changed FROM public_keys WHERE address = @address",
            static row => new JsonObject { ["characters"] = row.BytesAsText(0).Length, ["changed"] = Time(row, 1) }, ("address", address));
        var row = await session.FindAsync(
            "SELECT id, known_since, last_login FROM accounts WHERE address = @address",
            static row => (Id: row.Number(0), Since: Time(row, 1), Login: Time(row, 2)), ("address", address));
        if (row.Id == 0 && key is null)
        {
            return null;
        }

        var id = ("account", (object?)row.Id);
        return new JsonObject
        {
            ["account"] = address,
            ["known_since"] = row.Since,
            ["last_login"] = row.Login,
            ["messages"] = await CountAsync(session, "SELECT COUNT(*) FROM journal_entries WHERE account_id = @account AND removed = 0 AND state IS NOT NULL", id),
            ["removed"] = await CountAsync(session, "SELECT COUNT(*) FROM journal_entries WHERE account_id = @account AND removed = 1", id),
            ["newest_messages"] = Array(await session.ListAsync(
                """
                SELECT stored, direction, contact, content_type, state, message_id FROM journal_entries
                WHERE account_id = @account AND removed = 0 AND state IS NOT NULL ORDER BY sequence DESC LIMIT @limit
                """,
                static r => new JsonObject
                {
                    ["stored"] = Time(r, 0),
                    ["direction"] = RecordWords.Of((MessageDirection)r.Number(1)),
                    ["contact"] = r.Text(2),
                    ["content_type"] = r.Text(3),
                    ["state"] = RecordWords.Of((MessageState?)r.NumberOrNull(4)),
                    ["message_id"] = r.Text(5),
                },
                null, id, ("limit", (long)NewestMessages))),
            ["public_key"] = key,
            ["api_tokens"] = Array(await session.ListAsync(
                "SELECT created, expires FROM api_tokens WHERE account_id = @account ORDER BY id",
                r => new JsonObject { ["created"] = Time(r, 0), ["expires"] = Time(r, 1), ["valid"] = r.Number(1) > StoredTime.Now(time) }, null, id)),
            ["push_tokens"] = Array(await session.ListAsync(
                "SELECT app_id, device_id, platform, token, background_token, user_agent FROM push_tokens WHERE account_id = @account ORDER BY turn",
                static r => new JsonObject
                {
                    ["app_id"] = r.Text(0),
                    ["device_id"] = r.Text(1),
                    ["platform"] = r.Text(2),
                    ["token"] = Mask(r.Text(3)),
                    ["background_token"] = r.TextOrNull(4) is { } background ? Mask(background) : null,
                    ["user_agent"] = r.BytesAsTextOrNull(5),
                },
                null, id)),
            ["address_book_items"] = await CountAsync(session, "SELECT COUNT(*) FROM address_book_items WHERE account_id = @account", id),
            ["files_sent"] = await CountAsync(session, "SELECT COUNT(*) FROM files WHERE sender = @address", ("address", address)),
            ["waiting_messages"] = await CountAsync(session, "SELECT COUNT(*) FROM spooled_messages WHERE account_id = @account", id),
        };
    }

    private static ValueTask<long> CountAsync(Session session, string sql, params (string Name, object? Value)[] parameters) =>
        session.FindAsync(sql, static row => row.Number(0), parameters);

    private static JsonArray Array(List<JsonObject> items) => new([.. items]);

    private static string? Time(DbDataReader row, int column) => row.TimeOrNull(column)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Enough to tell tokens apart, too little to use one.</summary>
    private static string Mask(string token) => token.Length <= 12 ? "***" : $"{token[..4]}***";

    /// <summary>One line for each member, a line for each item of a list below it.</summary>
    private static string Text(JsonObject shown)
    {
        var lines = new List<string>();
        foreach (var (name, value) in shown)
        {
            var label = $"{name.Replace('_', ' '),-20}";
            lines.Add(value switch
            {
                JsonArray items => $"{label}{items.Count}",
                JsonObject item => $"{label}{Members(item)}",
                null => $"{label}none",
                _ => $"{label}{value}",
            });
            lines.AddRange(value is JsonArray list ? list.Select(item => $"  {Members((JsonObject)item!)}") : []);
        }

        // What devices say about themselves must not move the cursor.
        return string.Concat(string.Join('\n', lines).Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));
    }

    private static string Members(JsonObject item) => string.Join("  ", item.Where(m => m.Value is not null).Select(m => m.Value!.ToString()));
}
