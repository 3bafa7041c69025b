using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Contract;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Commands;

/// <summary>What one database exports the other imports.</summary>
public abstract class TransferContract(Func<Task<IStorePlace>> place, Func<Task<IStorePlace>> otherPlace) : StoreContract(place)
{
    [Fact]
    public async Task The_other_database_becomes_the_same_store()
    {
        await FillAsync();
        await using var other = await otherPlace();
        var exported = await ExportAsync(Options);
        Assert.Equal((0, ""), await ImportAsync(other.Options, exported));
        Assert.Equal(exported, await ExportAsync(other.Options));

        await using var store = await Storage.Store.OpenAsync(other.Options, NullLoggerFactory.Instance, Clock, CancellationToken.None);
        foreach (var account in (AccountAddress[])[Alice, Bob, Carol])
        {
            Assert.Equal(await ReadAsync(account), await store.Journals.ReadAsync(account, new()).ToListAsync());
            Assert.Equal(await Store.PublicKeys.FindAsync(account), await store.PublicKeys.FindAsync(account));
            Assert.Equal(await Store.PushTokens.ListAsync(account), await store.PushTokens.ListAsync(account));
            Assert.Equal(await Store.AddressBooks.ReadAsync(account), await store.AddressBooks.ReadAsync(account));
            Assert.Equal(await Store.Accounts.IsKnownAsync(account), await store.Accounts.IsKnownAsync(account));
            Assert.Equal(await Store.Files.UsedBytesAsync(account), await store.Files.UsedBytesAsync(account));
            Assert.Equal((await Store.Spool.ReadAsync(account, 9)).Select(Plain), (await store.Spool.ReadAsync(account, 9)).Select(Plain));
            Assert.Equal(
                (await Journals.AppendAsync(account, Incoming("next")))!.Sequence, (await store.Journals.AppendAsync(account, Incoming("next")))!.Sequence);
        }

        Assert.True(await store.ApiTokens.IsValidAsync(Alice, _token));
        Assert.Null(await store.Journals.AppendAsync(Alice, Incoming("m3")));
        Assert.Equal(["m4", "gone"], (await store.Journals.ReadAsync(Alice, new("m3", Limit: 2)).ToListAsync()).Select(e => e.MessageId));
    }

    [Fact]
    public async Task An_import_can_be_repeated_and_leaves_what_is_there()
    {
        await FillAsync();
        await using var other = await otherPlace();
        var exported = await ExportAsync(Options);
        await using (var store = await Storage.Store.OpenAsync(other.Options, NullLoggerFactory.Instance, Clock, CancellationToken.None))
        {
            await store.Journals.AppendAsync(Alice, Incoming("own"));
            await store.PublicKeys.SetAsync(Alice, "newer");
        }

        await ImportAsync(other.Options, exported);
        var once = await ExportAsync(other.Options);
        Assert.Equal((0, ""), await ImportAsync(other.Options, exported));
        Assert.Equal(once, await ExportAsync(other.Options));
        await using (var store = await Storage.Store.OpenAsync(other.Options, NullLoggerFactory.Instance, Clock, CancellationToken.None))
        {
            var entries = await store.Journals.ReadAsync(Alice, new()).ToListAsync();
            Assert.Equal(["own", .. await ReadIdsAsync(Alice)], entries.Select(e => e.MessageId));
            Assert.Equal(entries.OrderBy(e => e.Stored).Select(e => e.MessageId), entries.Select(e => e.MessageId));
            Assert.Equal("newer", await store.PublicKeys.FindAsync(Alice));
        }
    }

    [Fact]
    public async Task An_export_of_one_account_has_nothing_of_others()
    {
        await FillAsync();
        var lines = (await ExportAsync(Options, "bob@sylk.test")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("\"account\":\"bob@sylk.test\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_cannot_be_added_is_named_and_all_others_are_added()
    {
        var entry = """{"kind":"entry","account":"alice@sylk.test","stored":"2026-01-02T03:04:05Z","message_id":"ID","contact":"bob@sylk.test","timestamp":"t","content_type":"text/plain","content":"c"}""";
        string[] lines =
        [
            entry.Replace("ID", "m1", StringComparison.Ordinal),
            "no JSON",
            """{"kind":"entry","account":"alice@sylk.test"}""",
            """{"kind":"other","account":"alice@sylk.test"}""",
            entry.Replace("ID", "a\\u0000b", StringComparison.Ordinal),
            entry.Replace("ID", "m2", StringComparison.Ordinal).Replace("\"content\":", "\"state\":\"happy\",\"content\":", StringComparison.Ordinal),
            "",
            entry.Replace("ID", "m3", StringComparison.Ordinal),
        ];
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options, string.Join('\n', lines), "import", "-");
        Assert.Equal(1, exitCode);
        Assert.Equal(["m1", "m3"], await ReadIdsAsync(Alice));
        Assert.Contains("line 2: ", errors, StringComparison.Ordinal);
        Assert.Contains("line 3: ", errors, StringComparison.Ordinal);
        Assert.Contains("line 4: ", errors, StringComparison.Ordinal);
        Assert.Contains("MessageId has a control character", errors, StringComparison.Ordinal);
        Assert.Contains("'happy' is not one of pending, ", errors, StringComparison.Ordinal);
        Assert.Contains("2 added, 0 there already, 5 refused", errors, StringComparison.Ordinal);
    }

    private string _token = "";

    private async Task FillAsync()
    {
        await Store.Accounts.TouchAsync(Alice);
        await Journals.AppendAsync(Alice, Incoming("old"));
        await Journals.AppendAsync(Carol, Incoming("old"));
        Clock.Now += TimeSpan.FromDays(400);
        await Store.Housekeeper.RunAsync(CancellationToken.None);
        await Journals.AppendAsync(Alice, Incoming("m1", content: "a\0b 👍 \" \\ \u2028"));
        await Journals.AppendAsync(Alice, Outgoing("m2") with { Dispositions = MessageDispositions.None });
        await Journals.AppendAsync(Alice, Incoming("m3"));
        await Journals.AppendAsync(Alice, Outgoing("m4") with { Dispositions = null, State = MessageState.Failed });
        await Journals.RemoveAsync(Alice, "m3", _ => Note("gone"));
        await Task.WhenAll(Enumerable.Range(0, 450).Select(i => Journals.AppendAsync(Bob, Incoming($"m{i}", Alice)).AsTask()));
        await Store.PublicKeys.SetAsync(Alice, "key \0");
        await Store.PublicKeys.SetAsync(AccountAddress.Of("stranger@else.where"), "key");
        _token = await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromDays(1000));
        await Store.PushTokens.SetAsync(Alice, new("app", "device 2", "ios", "token", "background", true, "agent"));
        await Store.PushTokens.SetAsync(Alice, new("app", "device 1", "ios", "token", null, false, null));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Policy, "z", "{\"a\":1}"));
        await Store.AddressBooks.SetAsync(Alice, new(AddressBookItemKind.Contact, "a", "{}"));
        await Store.Spool.AddAsync(new(Bob, "\"Bob\" <sip:x@y>", "text/plain", Encoding.UTF8.GetBytes("waits \0")), 10);
        await Store.Files.AddAsync(new()
        {
            TransferId = "t1",
            Sender = Bob,
            Receiver = Alice,
            FileName = "photo.jpg",
            ContentType = "image/jpeg",
            Size = 1234,
            Hash = "sha-1:AB",
            Created = Clock.Now,
            Expires = Clock.Now.AddDays(15),
        });
    }

    private static string Plain(SpooledMessage message) => $"{message.From} {message.ContentType} {Convert.ToHexString(message.Body.Span)} {message.Received:O}";

    private static async Task<string> ExportAsync(StoreOptions options, params string[] account)
    {
        var (exitCode, output, errors) = await CommandRun.RunAsync(options, null, ["export", .. account]);
        Assert.Equal((0, ""), (exitCode, errors));
        return output;
    }

    private static async Task<(int ExitCode, string Output)> ImportAsync(StoreOptions options, string lines)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, lines);
            var (exitCode, output, _) = await CommandRun.RunAsync(options, null, "import", path);
            return (exitCode, output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

[Collection(PostgresTests.Name)]
public sealed class SqliteToPostgresTests(PostgresFixture fixture)
    : TransferContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()), () => PostgresPlace.CreateAsync(fixture));

[Collection(PostgresTests.Name)]
public sealed class PostgresToSqliteTests(PostgresFixture fixture)
    : TransferContract(() => PostgresPlace.CreateAsync(fixture), () => Task.FromResult<IStorePlace>(new SqlitePlace()));
