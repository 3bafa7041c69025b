using System.Text.Json.Nodes;
using Sylk.Storage.Tests.Contract;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Commands;

/// <summary>The command beside a server that has the store open.</summary>
public abstract class StoreCommandContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task Show_counts_what_is_there()
    {
        await FillAsync();
        var shown = await ShowAsync();
        Assert.Equal(Options.Postgres is null ? "SQLite" : "PostgreSQL", (string?)shown["database"]);
        Assert.Equal(1, (int?)shown["version"]);
        Assert.Equal((1, 3, 1, 1), ((int?)shown["accounts"], (int?)shown["messages"], (int?)shown["notes"], (int?)shown["removed"]));
        Assert.Equal((1, 1, 2), ((int?)shown["public_keys"], (int?)shown["api_tokens"], (int?)shown["push_tokens"]));
        var (exitCode, output, _) = await CommandRun.RunAsync(Options, null, "show");
        Assert.Equal(0, exitCode);
        Assert.Matches(@"(?m)^messages +3$", output);
    }

    [Fact]
    public async Task Show_of_an_account_has_no_content_and_no_whole_token()
    {
        await FillAsync();
        var shown = await ShowAsync("alice@SYLK.test");
        Assert.Equal((3, 1), ((int?)shown["messages"], (int?)shown["removed"]));
        Assert.Equal(["m3", "m2", "m1"], shown["newest_messages"]!.AsArray().Select(m => (string?)m!["message_id"]));
        Assert.Equal(["a-lo***", "a-lo***"], shown["push_tokens"]!.AsArray().Select(t => (string?)t!["token"]));
        Assert.Equal(true, (bool?)shown["api_tokens"]![0]!["valid"]);
        var (exitCode, output, _) = await CommandRun.RunAsync(Options, null, "show", "alice@sylk.test");
        Assert.Equal(0, exitCode);
        Assert.Contains("a-lo***", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-long-token", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001B", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_of_an_account_of_which_nothing_is_known_fails()
    {
        var (exitCode, output, errors) = await CommandRun.RunAsync(Options, null, "show", "nobody@sylk.test");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("nothing is known of nobody@sylk.test", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_messages_takes_contents_and_leaves_places()
    {
        await FillAsync();
        Assert.Equal((0, "1 removed\n", ""), await CommandRun.RunAsync(Options, null, "remove", "messages", "alice@sylk.test", "carol@sylk.test", "--yes"));
        Assert.Equal(["m1", "m2", "n1"], await ReadIdsAsync(Alice));
        Assert.Equal((0, "3 removed\n", ""), await CommandRun.RunAsync(Options, null, "remove", "messages", "alice@sylk.test", "--yes"));
        Assert.Empty(await ReadAsync(Alice));
        Assert.Null(await Journals.AppendAsync(Alice, Incoming("m1")));
        await Journals.AppendAsync(Alice, Incoming("new"));
        Assert.Equal(["new"], await ReadIdsAsync(Alice, new("m1")));
    }

    [Fact]
    public async Task Remove_of_many_messages_goes_in_steps()
    {
        await Task.WhenAll(Enumerable.Range(0, 1203).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()));
        Assert.Equal((0, "1203 removed\n", ""), await CommandRun.RunAsync(Options, null, "remove", "messages", "alice@sylk.test", "--yes"));
        Assert.Empty(await ReadAsync(Alice));
        Assert.Equal((0, "1204 removed\n", ""), await CommandRun.RunAsync(Options, null, "remove", "all", "alice@sylk.test", "--yes"));
        Assert.Equal(1, (await Journals.AppendAsync(Alice, Incoming("m1")))!.Sequence);
    }

    [Fact]
    public async Task Remove_takes_tokens_and_keys()
    {
        await FillAsync();
        Assert.Equal((0, "1 removed\n", ""), await CommandRun.RunAsync(Options, null, "remove", "push_token", "alice@sylk.test", "d1", "--yes"));
        Assert.Equal(["d2"], (await Store.PushTokens.ListAsync(Alice)).Select(t => t.DeviceId));
        Assert.Equal((0, "1 removed\n", ""), await CommandRun.RunAsync(Options, null, "--yes", "remove", "push_token", "alice@sylk.test"));
        Assert.Equal((0, "{\"removed\":1}\n", ""), await CommandRun.RunAsync(Options, null, "--yes", "--json", "remove", "api_token", "alice@sylk.test"));
        Assert.Equal((0, "1 removed\n", ""), await CommandRun.RunAsync(Options, null, "--yes", "remove", "public_key", "alice@sylk.test"));
        Assert.Equal((0, "0 removed\n", ""), await CommandRun.RunAsync(Options, null, "--yes", "remove", "public_key", "alice@sylk.test"));
        Assert.Empty(await Store.PushTokens.ListAsync(Alice));
        Assert.Null(await Store.PublicKeys.FindAsync(Alice));
    }

    [Fact]
    public async Task Remove_all_takes_everything_of_the_account_and_nothing_of_others()
    {
        await FillAsync();
        await Journals.AppendAsync(Bob, Incoming("m1", Alice));
        var (exitCode, _, _) = await CommandRun.RunAsync(Options, null, "remove", "all", "alice@sylk.test", "--yes");
        Assert.Equal(0, exitCode);
        Assert.False(await Store.Accounts.IsKnownAsync(Alice));
        Assert.Empty(await ReadAsync(Alice));
        Assert.Null(await Store.PublicKeys.FindAsync(Alice));
        Assert.Empty(await Store.PushTokens.ListAsync(Alice));
        Assert.Equal(["m1"], await ReadIdsAsync(Bob));
        Assert.Equal(1, (await CommandRun.RunAsync(Options, null, "show", "alice@sylk.test")).ExitCode);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("Yes\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("\n", 1)]
    [InlineData("", 1)]
    public async Task Remove_asks_first(string answer, int expected)
    {
        await FillAsync();
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options, answer, "remove", "public_key", "alice@sylk.test");
        Assert.Equal(expected, exitCode);
        Assert.StartsWith("Remove public_key of alice@sylk.test? [y/N] ", errors, StringComparison.Ordinal);
        Assert.Equal(expected == 1, await Store.PublicKeys.FindAsync(Alice) is not null);
    }

    [Fact]
    public async Task Remove_without_anybody_to_ask_is_refused()
    {
        await FillAsync();
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options, null, "remove", "all", "alice@sylk.test");
        Assert.Equal(2, exitCode);
        Assert.Contains("--yes", errors, StringComparison.Ordinal);
        Assert.Equal(["m1", "m2", "n1", "m3"], await ReadIdsAsync(Alice));
    }

    [Theory]
    [InlineData]
    [InlineData("shew")]
    [InlineData("show", "alice")]
    [InlineData("show", "alice@sylk.test", "more")]
    [InlineData("remove", "all")]
    [InlineData("remove", "everything", "alice@sylk.test")]
    [InlineData("remove", "messages", "alice@sylk.test", "carol")]
    [InlineData("import")]
    [InlineData("show", "--force")]
    public async Task Wrong_usage_has_an_exit_code_of_its_own(params string[] arguments)
    {
        var (exitCode, output, errors) = await CommandRun.RunAsync(Options, null, arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("sylk-db: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_to_import_that_is_missing_is_named()
    {
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options, null, "import", "/nowhere");
        Assert.Equal(1, exitCode);
        Assert.Contains("/nowhere does not exist", errors, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await Journals.AppendAsync(Alice, Incoming("m1", content: "secret"));
        await Journals.AppendAsync(Alice, Outgoing("m2"));
        await Journals.AppendAsync(Alice, Note("n1"));
        await Journals.AppendAsync(Alice, Incoming("m3", Carol));
        await Journals.AppendAsync(Alice, Incoming("m4"));
        await Journals.RemoveAsync(Alice, "m4", _ => null);
        await Store.PublicKeys.SetAsync(Alice, "secret key");
        Clock.Now = DateTimeOffset.UtcNow;
        await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromDays(1));
        await Store.PushTokens.SetAsync(Alice, new("app", "d1", "ios", "a-long-token-of-a-device", null, false, "bad \u001B[2J agent"));
        await Store.PushTokens.SetAsync(Alice, new("app", "d2", "ios", "a-long-token-of-another", "short", false, null));
    }

    private async Task<JsonObject> ShowAsync(params string[] account)
    {
        var (exitCode, output, errors) = await CommandRun.RunAsync(Options, null, ["show", "--json", .. account]);
        Assert.Equal((0, ""), (exitCode, errors));
        return JsonNode.Parse(output)!.AsObject();
    }
}

public sealed class SqliteStoreCommandTests() : StoreCommandContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()))
{
    [Fact]
    public async Task Nothing_is_made_where_there_is_no_store()
    {
        var file = Path.Combine(Path.GetDirectoryName(Options.File)!, "other.db");
        var (exitCode, _, errors) = await CommandRun.RunAsync(Options with { File = file }, null, "show");
        Assert.Equal(1, exitCode);
        Assert.Contains("there is no store yet", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }
}

[Collection(PostgresTests.Name)]
public sealed class PostgresStoreCommandTests(PostgresFixture fixture) : StoreCommandContract(() => PostgresPlace.CreateAsync(fixture));
