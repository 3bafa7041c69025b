using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sylk.Storage.Transfer;

/// <summary>The file store of SylkServer's WebRTC gateway, as records. Its form is described in <c>docs/operations.md</c>.</summary>
/// <param name="report">Told of what is left out.</param>
/// <param name="time">Tells the time zone: times in these files are local.</param>
internal sealed class SylkServerFiles(Action<string> report, TimeProvider time)
{
    private const string Accounts = "accounts.json";
    private const string PublicKeys = "public_keys.json";
    private const string MessagesSuffix = "_messages.json";
    private const string IdsSuffix = "_id_timestamp.json";
    private static readonly string[] TimeForms = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz"];

    /// <summary>Whether a file is one of them.</summary>
    public static bool Is(string path) =>
        Path.GetFileName(path) is Accounts or PublicKeys || path.EndsWith(MessagesSuffix, StringComparison.Ordinal);

    /// <summary>Reads a file, or all below a directory: <c>storage_dir</c> of SylkServer or its <c>conversations</c>.</summary>
    public async IAsyncEnumerable<StoreRecord> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var records = Path.GetFileName(file) switch
            {
                Accounts => ReadAccountsAsync(file, cancellationToken),
                PublicKeys => ReadPublicKeysAsync(file, cancellationToken),
                var name when name.EndsWith(MessagesSuffix, StringComparison.Ordinal) => ReadMessagesAsync(file, name[..^MessagesSuffix.Length], cancellationToken),
                var name when name.EndsWith(".json", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(file)) == "addressbooks" =>
                    ReadAddressBookAsync(file, name[..^".json".Length], cancellationToken),
                var name => LeaveOut(file, name),
            };
            await foreach (var record in records)
            {
                yield return record;
            }
        }
    }

    private IAsyncEnumerable<StoreRecord> LeaveOut(string file, string name)
    {
        if (!name.EndsWith(IdsSuffix, StringComparison.Ordinal))
        {
            report($"{file}: left out, it is none of the files that are read");
        }

        return AsyncEnumerable.Empty<StoreRecord>();
    }

    private async IAsyncEnumerable<StoreRecord> ReadAccountsAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (account, value) in await ReadObjectAsync(file, cancellationToken))
        {
            var login = Time(Text(value, "last_login"));
            yield return new AccountRecord(account, KnownSince: login ?? time.GetUtcNow(), LastLogin: login);
            if (Text(value, "api_token") is { Length: > 0 } token && Time(Text(value, "token_expire")) is { } expires)
            {
                yield return new ApiTokenRecord(account, SHA256.HashData(Encoding.UTF8.GetBytes(token)), login ?? time.GetUtcNow(), expires);
            }
        }
    }

    private async IAsyncEnumerable<StoreRecord> ReadPublicKeysAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (account, value) in await ReadObjectAsync(file, cancellationToken))
        {
            if (Text(value, "content") is { } key)
            {
                yield return new PublicKeyRecord(account, key, Time(Text(value, "created_at")) ?? time.GetUtcNow());
            }
        }
    }

    private async IAsyncEnumerable<StoreRecord> ReadAddressBookAsync(
        string file, string account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (list, value) in await ReadObjectAsync(file, cancellationToken))
        {
            var kind = list switch { "contacts" => "contact", "groups" => "group", "policies" => "policy", _ => null };
            foreach (var item in kind is not null && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [])
            {
                if (Text(item, "id") is { } id)
                {
                    yield return new AddressBookItemRecord(account, kind!, id, item.GetRawText());
                }
            }
        }
    }

    /// <summary>The messages of an account, and in between the ids of those that were removed.</summary>
    private async IAsyncEnumerable<StoreRecord> ReadMessagesAsync(
        string file, string account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var idsFile = file[..^MessagesSuffix.Length] + IdsSuffix;
        var ids = File.Exists(idsFile) ? await ReadObjectAsync(idsFile, cancellationToken) : [];
        var removed = new Queue<(string Id, DateTimeOffset Stored)>();
        var present = await IdsAsync(file, cancellationToken);
        foreach (var (id, value) in ids)
        {
            if (!present.Contains(id) && Time(value.ValueKind == JsonValueKind.String ? value.GetString() : null) is { } stored)
            {
                removed.Enqueue((id, stored));
            }
        }

        await foreach (var message in MessagesAsync(file, cancellationToken))
        {
            if (Entry(file, account, message) is not { } entry)
            {
                continue;
            }

            while (removed.TryPeek(out var next) && next.Stored <= entry.Stored)
            {
                yield return new RemovedEntryRecord(account, removed.Dequeue().Stored, next.Id);
            }

            yield return entry;
        }

        while (removed.TryDequeue(out var next))
        {
            yield return new RemovedEntryRecord(account, next.Stored, next.Id);
        }
    }

    private async Task<HashSet<string>> IdsAsync(string file, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var message in MessagesAsync(file, cancellationToken))
        {
            ids.Add(Text(message, "message_id") ?? "");
        }

        return ids;
    }

    private EntryRecord? Entry(string file, string account, JsonElement message)
    {
        if (Text(message, "message_id") is { } id && Time(Text(message, "created_at")) is { } stored && Text(message, "contact") is { } contact
            && Text(message, "content_type") is { } type && Text(message, "content") is { } content)
        {
            var timestamp = Text(message, "msg_timestamp")?.Replace(' ', 'T') ?? stored.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
            return new(account, stored, id, contact, timestamp, type, content, Text(message, "direction"), Dispositions(message), State(message));
        }

        report($"{file}: message '{Text(message, "message_id")}' lacks a member or has no text where one is expected");
        return null;
    }

    private static List<string>? Dispositions(JsonElement message) =>
        message.TryGetProperty("disposition", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(d => d.ValueKind == JsonValueKind.String).Select(d => d.GetString()!).Where(d => d is "positive-delivery" or "display")]
            : null;

    /// <summary>States of foreign notifications (<c>processed</c>, <c>stored</c>: RFC 5438 section 7.2.1) say that a server has it.</summary>
    private static string? State(JsonElement message) => Text(message, "state") switch
    {
        null or "" => null,
        "pending" or "accepted" or "failed" or "delivered" or "error" or "forbidden" or "displayed" or "received" => Text(message, "state"),
        _ => "accepted",
    };

    private async IAsyncEnumerable<JsonElement> MessagesAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        await using var messages = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await messages.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (JsonException e)
            {
                report($"{file}: {e.Message}");
                yield break;
            }

            yield return messages.Current;
        }
    }

    private async Task<List<(string Key, JsonElement Value)>> ReadObjectAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.Clone()))]
                : throw new JsonException("an object was expected");
        }
        catch (JsonException e)
        {
            report($"{file}: {e.Message}");
            return [];
        }
    }

    /// <summary>A member that is text; <c>null</c> if it is not.</summary>
    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which Python writes as it writes characters.
            return null;
        }
    }

    /// <summary>A time as Python writes it, in local time if it has no offset.</summary>
    private DateTimeOffset? Time(string? text)
    {
        if (!DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var value))
        {
            return null;
        }

        return value.Kind == DateTimeKind.Utc ? new(value) : new DateTimeOffset(value, time.LocalTimeZone.GetUtcOffset(value)).ToUniversalTime();
    }
}
