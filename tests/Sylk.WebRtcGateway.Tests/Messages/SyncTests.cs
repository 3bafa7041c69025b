using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class SyncTests
{
    [Fact]
    public async Task Entries_are_written_as_libraries_read_them()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        await AddAsync(host, Draft("m1") with { Content = "hä\0 \"<b>\"" });
        await AddAsync(host, Draft("m2") with { Direction = MessageDirection.Outgoing, State = MessageState.Pending, Dispositions = null });
        await AddAsync(host, Draft("n1") with { Direction = MessageDirection.None, State = null, Dispositions = MessageDispositions.None, ContentType = "application/sylk-conversation-read" });
        await bob.RequestAsync($$"""{"sylkrtc":"account-sync-conversations","account":"{{Bob}}"}""");
        await bob.ExpectAsync($$"""
            {"sylkrtc":"account-event","account":"{{Bob}}","event":"sync-conversations","messages":[
            {"contact":"{{Alice}}","timestamp":"{{SentAnew}}","disposition":["positive-delivery","display"],"message_id":"m1","content_type":"text/plain","content":"hä\u0000 \"<b>\"","direction":"incoming","state":"received"},
            {"contact":"{{Alice}}","timestamp":"{{SentAnew}}","disposition":null,"message_id":"m2","content_type":"text/plain","content":"hello","direction":"outgoing","state":"pending"},
            {"contact":"{{Alice}}","timestamp":"{{SentAnew}}","disposition":[],"message_id":"n1","content_type":"application/sylk-conversation-read","content":"hello","direction":"","state":null}]}
            """);
    }

    [Theory]
    [InlineData("", "1 2 3 4")]
    [InlineData("""{"message_id":"m2"}""", "3 4")]
    [InlineData("""{"message_id":"m4"}""", "")]
    [InlineData("""{"message_id":"nosuch"}""", "1 2 3 4")]
    [InlineData("""{"message_id":"nosuch","since":"2026-01-01T00:03:00Z"}""", "4")]
    [InlineData("""{"message_id":"m1","since":"2026-01-01T00:03:00Z"}""", "2 3 4")]
    [InlineData("""{"since":"2026-01-01T00:01:30Z"}""", "2 3 4")]
    [InlineData("""{"since":"2026-01-01T02:01:30+02:00"}""", "2 3 4")]
    [InlineData("""{"since":"2027-01-01"}""", "")]
    [InlineData("""{"since":""}""", "1 2 3 4")]
    [InlineData("""{"since":null,"message_id":null,"limit":null}""", "1 2 3 4")]
    [InlineData("""{"limit":2}""", "1 2")]
    [InlineData("""{"limit":0}""", "")]
    [InlineData("""{"message_id":"m1","limit":1}""", "2")]
    public async Task What_came_after_what_is_known_is_sent(string members, string expected)
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        for (var i = 1; i <= 4; i++)
        {
            host.Store.Now = new(2026, 1, 1, 0, i, 0, TimeSpan.Zero);
            await AddAsync(host, Draft($"m{i}"));
        }

        Assert.Equal(expected, string.Join(' ', (await SyncAsync(bob, members)).Select(m => ((string)m!["message_id"]!)[1..])));
    }

    [Theory]
    [InlineData("""{"since":"garbage"}""", "Invalid value for 'since' property: 'garbage'")]
    [InlineData("""{"since":5}""", "Invalid value for 'since' property: 5")]
    [InlineData("""{"limit":-1}""", "Invalid value for 'limit' property: -1")]
    [InlineData("""{"limit":true}""", "Invalid value for 'limit' property: True")]
    [InlineData("""{"limit":1.5}""", "Invalid value for 'limit' property: 1.5")]
    [InlineData("""{"message_id":5}""", "Invalid value for 'message_id' property: 5")]
    public async Task What_cannot_be_meant_is_refused(string members, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        await bob.RefusedAsync(SyncRequest(members), error);
    }

    [Fact]
    public async Task What_is_asked_for_before_is_in_it()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        var slow = host.Store.Slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = await alice.StartAsync(Request("m1", to: "nobody@sylk.test"));
        var synced = await alice.StartAsync($$"""{"sylkrtc":"account-sync-conversations","account":"{{Alice}}","limit":1}""");
        host.Store.Slow = null;
        slow.SetResult();
        await alice.ExpectAsync($$"""{"sylkrtc":"ack","transaction":"{{sent}}"}""");
        var messages = new List<JsonObject>();
        while (messages.Count < 3)
        {
            messages.Add((await alice.ReceiveAsync())!);
        }

        Assert.Contains(messages, m => (string?)m["transaction"] == synced);
        Assert.Equal("m1", (string?)messages.Single(m => (string?)m["event"] == "sync-conversations")["messages"]![0]!["message_id"]);
    }

    [Fact]
    public async Task A_long_journal_comes_whole_and_what_comes_meanwhile_comes_after_it()
    {
        const int Count = 3000;
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        for (var i = 0; i < Count; i++)
        {
            await AddAsync(host, Draft($"m{i}") with { Content = new('x', 2000) });
        }

        await bob.RequestAsync(SyncRequest(""));
        await alice.RequestAsync(Request("new"));
        await alice.ReceiveAsync();
        var messages = (await bob.ReceiveAsync())!["messages"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"m{i}"), messages.Select(m => (string)m!["message_id"]!));
        await bob.ExpectAsync(Event("new"));
    }

    [Fact]
    public async Task Who_does_not_say_how_much_gets_no_more_than_5000()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        for (var i = 0; i <= 5000; i++)
        {
            await AddAsync(host, Draft($"m{i}"));
        }

        Assert.Equal(5000, (await SyncAsync(bob, "")).Count);
        Assert.Equal(5001, (await SyncAsync(bob, """{"limit":null}""")).Count);
    }

    /// <summary>Nothing else could tell the page that what it has is not all.</summary>
    [Fact]
    public async Task A_store_that_fails_in_the_middle_ends_the_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        for (var i = 0; i < 100; i++)
        {
            await AddAsync(host, Draft($"m{i}") with { Content = new('x', 1000) });
        }

        host.Store.FailAfter = 70;
        await bob.RequestAsync(SyncRequest(""));
        await Assert.ThrowsAnyAsync<WebSocketException>(() => bob.ReceiveAsync());
    }

    [Fact]
    public async Task A_page_that_does_not_read_is_disconnected_after_a_while()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(time: time);
        using var bob = await host.LogInAsync(Bob);
        for (var i = 0; i < 200; i++)
        {
            await AddAsync(host, Draft($"m{i}") with { Content = new('x', 200_000) });
        }

        await bob.StartAsync(SyncRequest(""));
        Assert.Contains("connected", await host.Log.NextAsync("Browser "), StringComparison.Ordinal);
        var gone = host.Log.NextAsync("Browser ");
        while (!gone.IsCompleted)
        {
            // Each piece has its own timer; the one that matters is that of the piece which nobody takes.
            await Task.WhenAny(gone, time.NextTimerAsync().ContinueWith(t => t.Result.Fire(), TaskScheduler.Default));
        }

        Assert.Contains("has gone", await gone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_version_1_are_told_nothing_of_messages()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var old = await Browser.ConnectAsync(host.Address, "sylkRTC-1");
        await old.RequestAsync($$"""{"sylkrtc":"account-add","account":"{{Bob}}","password":"x"}""");
        await old.RequestAsync($$"""{"sylkrtc":"account-register","account":"{{Bob}}"}""");
        (await host.Sip.NextRegistrationAsync()).Tell(Sylk.Abstractions.Sip.RegistrationStateKind.Registered, 200, "OK");
        await old.ReceiveAsync();
        using var alice = await host.LogInAsync(Alice);
        await alice.RequestAsync(Request("m1"));
        await alice.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await old.RequestAsync($$"""{"sylkrtc":"account-sync-conversations","account":"{{Bob}}"}""");
        await old.RequestAsync($$"""{"sylkrtc":"lookup-public-key","uri":"{{Alice}}"}""");
        await old.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    private static string SyncRequest(string members)
    {
        var request = JsonNode.Parse($$"""{"sylkrtc":"account-sync-conversations","account":"{{Bob}}"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members.Length == 0 ? "{}" : members)!.AsObject())
        {
            request[name] = value?.DeepClone();
        }

        return request.ToJsonString();
    }

    private static async Task<JsonArray> SyncAsync(Browser browser, string members)
    {
        await browser.RequestAsync(SyncRequest(members));
        return (await browser.ReceiveAsync())!["messages"]!.AsArray();
    }

    private static JournalDraft Draft(string id) => new()
    {
        MessageId = id,
        Contact = AccountAddress.Of(Alice),
        Timestamp = SentAnew,
        Direction = MessageDirection.Incoming,
        ContentType = "text/plain",
        Content = "hello",
        Dispositions = MessageDispositions.PositiveDelivery | MessageDispositions.Display,
        State = MessageState.Received,
    };

    private static async Task AddAsync(GatewayHost host, JournalDraft draft) => await host.Store.Journals.AppendAsync(AccountAddress.Of(Bob), draft);
}
