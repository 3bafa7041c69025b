using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Contract;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Commands;

/// <summary>The file store of SylkServer, two hours east of Greenwich.</summary>
public sealed class SylkServerFilesTests() : StoreContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()))
{
    private string Directory => Path.Combine(Path.GetDirectoryName(Options.File)!, "storage");

    [Fact]
    public async Task Messages_keep_their_order_and_removed_ones_their_places()
    {
        Write("conversations/a/alice@sylk.test_messages.json", $"""
            [{Message("m1", "2026-01-02 03:04:05.000006", "incoming", "bob@Sylk.Test", "hello \\u0000 \\ud83d\\udc4d", "[\"positive-delivery\", \"display\"]", "\"received\"")},
             {Message("m3", "2026-01-02 03:04:07", "outgoing", "bob@sylk.test", "hi", "[]", "\"displayed\"")},
             {Message("n1", "2026-01-02 03:04:07.5", "", "bob@sylk.test", "bob@sylk.test", "null", "null")},
             {Message("m4", "2026-01-02 03:04:06", "outgoing", "bob@sylk.test", "clock set back", "[]", "\"processed\"")}]
            """);
        Write("conversations/a/alice@sylk.test_id_timestamp.json", """
            {"m1": "2026-01-02 03:04:05.000006", "removed1": "2026-01-02 03:04:06", "m3": "2026-01-02 03:04:07", "n1": "2026-01-02 03:04:07.5",
             "m4": "2026-01-02 03:04:06", "removed2": "2026-01-02 03:04:09"}
            """);
        Assert.Equal((0, "6 added, 0 there already, 0 refused\n"), await ImportAsync(Directory));
        var entries = await ReadAsync(Alice);
        Assert.Equal([("m1", 1L), ("m3", 3), ("n1", 4), ("m4", 5)], entries.Select(e => (e.MessageId, e.Sequence)));
        Assert.Equal(new JournalEntry
        {
            MessageId = "m1",
            Contact = Bob,
            Timestamp = "2026-01-01T00:00:00+00:00",
            Direction = MessageDirection.Incoming,
            ContentType = "text/plain",
            Content = "hello \0 👍",
            Dispositions = Both,
            State = MessageState.Received,
            Sequence = 1,
            Stored = new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero).AddMicroseconds(6),
        }, entries[0]);
        Assert.Equal((MessageDispositions.None, MessageState.Displayed), (entries[1].Dispositions, entries[1].State));
        Assert.Equal((MessageDirection.None, null, null), (entries[2].Direction, entries[2].Dispositions, entries[2].State));
        Assert.Equal(MessageState.Accepted, entries[3].State);
        Assert.Equal(["m3", "n1", "m4"], await ReadIdsAsync(Alice, new("removed1")));
        Assert.Empty(await ReadIdsAsync(Alice, new("removed2")));
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("removed1")));
        Assert.Equal((0, "0 added, 6 there already, 0 refused\n"), await ImportAsync(Directory));
    }

    [Fact]
    public async Task Accounts_tokens_keys_and_address_books_are_taken_over()
    {
        var expires = DateTime.UtcNow.AddDays(3).ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        Write("conversations/accounts.json", $$$"""
            {"alice@sylk.test": {"last_login": "2026-01-02 03:04:05.000006", "api_token": "an old token", "token_expire": "{{{expires}}}"},
             "bob@sylk.test": {"last_login": "2026-01-02 03:04:05", "api_token": ""}}
            """);
        Write("conversations/public_keys.json", """{"carol@sylk.test": {"content": "-----BEGIN", "created_at": "2026-01-02 03:04:05"}}""");
        Write("addressbooks/alice@sylk.test.json", """{"contacts": [{"id": "2", "name": "é"}, {"id": "1"}], "groups": [{"id": "1", "contacts": []}], "policies": []}""");
        Assert.Equal((0, "7 added, 0 there already, 0 refused\n"), await ImportAsync(Directory));
        Assert.True(await Store.Accounts.IsKnownAsync(Alice));
        Assert.True(await Store.Accounts.IsKnownAsync(Bob));
        Assert.True(await Store.ApiTokens.IsValidAsync(Alice, "an old token"));
        Assert.Equal("-----BEGIN", await Store.PublicKeys.FindAsync(Carol));
        Assert.Equal(
            [new(AddressBookItemKind.Contact, "2", "{\"id\": \"2\", \"name\": \"é\"}"), new(AddressBookItemKind.Contact, "1", "{\"id\": \"1\"}"), new(AddressBookItemKind.Group, "1", "{\"id\": \"1\", \"contacts\": []}")],
            await Store.AddressBooks.ReadAsync(Alice));
    }

    [Fact]
    public async Task A_file_can_be_imported_by_itself()
    {
        Write("alice@sylk.test_messages.json", $"[{Message("m1", "2026-01-02 03:04:05", "incoming", "bob@sylk.test", "hello", "[]", "\"received\"")}]");
        Assert.Equal(0, (await ImportAsync(Path.Combine(Directory, "alice@sylk.test_messages.json"))).ExitCode);
        Assert.Equal(["m1"], await ReadIdsAsync(Alice));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_everything_else_is_taken_over()
    {
        Write("conversations/accounts.json", "{\"alice@sylk.test\": ");
        Write("conversations/a/alice@sylk.test_messages.json", $$"""
            [{{Message("m1", "2026-01-02 03:04:05", "incoming", "bob@sylk.test", "hello", "[]", "\"received\"")}},
             {{Message("m2", "yesterday", "incoming", "bob@sylk.test", "hello", "[]", "\"received\"")}},
             {{Message("m3", "2026-01-02 03:04:06", "incoming", "bob@sylk.test", "\\ud83d", "[]", "\"received\"")}},
             {"message_id": "m4"}, 17,
             {{Message("m5", "2026-01-02 03:04:07", "sideways", "bob@sylk.test", "hello", "[]", "\"received\"")}},
             {{Message("m6", "2026-01-02 03:04:08", "incoming", "bob@sylk.test", "hello", "[]", "\"received\"")}}, {"cut
            """);
        Write("webrtc_device_tokens", "pickle");
        var (exitCode, errors) = await ImportAsync(Directory);
        Assert.Equal(1, exitCode);
        Assert.Equal(["m1", "m6"], await ReadIdsAsync(Alice));
        foreach (var what in (string[])["accounts.json: ", "message 'm2'", "message 'm3'", "message 'm4'", "'sideways' is not one of", "webrtc_device_tokens: left out", "messages.json: "])
        {
            Assert.Contains(what, errors, StringComparison.Ordinal);
        }
    }

    private static string Message(string id, string created, string direction, string contact, string content, string disposition, string state) => $$"""
        {"account": "alice@sylk.test", "direction": "{{direction}}", "contact": "{{contact}}", "content_type": "text/plain", "content": "{{content}}",
         "created_at": "{{created}}", "message_id": "{{id}}", "disposition": {{disposition}}, "state": {{state}}, "msg_timestamp": "2026-01-01 00:00:00+00:00"}
        """;

    private void Write(string name, string content)
    {
        var path = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private async Task<(int ExitCode, string Errors)> ImportAsync(string path)
    {
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options, null, "import", path);
        return (exitCode, errors);
    }
}
