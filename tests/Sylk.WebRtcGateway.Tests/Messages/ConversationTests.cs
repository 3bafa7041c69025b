using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>Removing messages, and marking them as read.</summary>
public sealed class ConversationTests
{
    private static string Remove(string id, string contact = Bob, string account = Alice) =>
        $$"""{"sylkrtc":"account-remove-message","account":"{{account}}","message_id":"{{id}}","contact":"{{contact}}"}""";

    [Fact]
    public async Task A_message_is_removed_on_all_devices_of_both()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await AddAsync(host, Alice, Bob, MessageDirection.Outgoing, "m1");
        await AddAsync(host, Bob, Alice, MessageDirection.Incoming, "m1");
        await alice.RequestAsync(Remove("m1"));
        await other.ExpectAsync(Sync(Alice, "message", "remove", $$"""{"contact":"{{Bob}}","message_id":"m1","direction":"outgoing"}"""));
        await bob.ExpectAsync(Sync(Bob, "message", "remove", $$"""{"contact":"{{Alice}}","message_id":"m1","direction":"incoming"}"""));
        Assert.Equal(
            (ContentTypes.MessageRemove, MessageDirection.Outgoing, $$"""{"contact":"{{Bob}}","message_id":"m1","direction":"outgoing"}"""),
            Of(Assert.Single(await host.Store.ReadAsync(Alice))));
        Assert.Equal(
            (ContentTypes.MessageRemove, MessageDirection.Incoming, $$"""{"contact":"{{Alice}}","message_id":"m1","direction":"incoming"}"""),
            Of(Assert.Single(await host.Store.ReadAsync(Bob))));
        var told = await host.Sip.NextRequestAsync();
        Assert.Equal(
            ("sip:alice@sylk.test", "sip:alice@sylk.test", ContentTypes.MessageRemove, "X-Sylk-To-Sip", $$"""{"contact":"{{Bob}}","message_id":"m1","direction":"outgoing"}"""),
            (told.Options.Target.ToString(), told.Options.From.Uri.ToString(), told.Options.ContentType, told.Options.Headers.Single().Name, told.Body));
        Assert.NotNull(told.Options.Credentials);
    }

    [Fact]
    public async Task A_received_message_is_removed_for_oneself_only()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        using var other = await host.LogInAsync(Bob);
        await AddAsync(host, Alice, Bob, MessageDirection.Outgoing, "m1");
        await AddAsync(host, Bob, Alice, MessageDirection.Incoming, "m1");
        await bob.RequestAsync(Remove("m1", contact: Alice, account: Bob));
        await other.ExpectAsync(Sync(Bob, "message", "remove", $$"""{"contact":"{{Alice}}","message_id":"m1","direction":"incoming"}"""));
        Assert.Equal("m1", Assert.Single(await host.Store.ReadAsync(Alice)).MessageId);
    }

    [Theory]
    [InlineData("carol@sylk.test", MessageDirection.Incoming)]
    [InlineData(Alice, MessageDirection.Outgoing)]
    public async Task A_message_of_somebody_else_is_not_removed_at_the_receiver(string contact, object direction)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await AddAsync(host, Bob, contact, (MessageDirection)direction, "m1");
        await alice.RequestAsync(Remove("m1"));
        Assert.Equal("m1", Assert.Single(await host.Store.ReadAsync(Bob)).MessageId);
        await bob.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task A_conversation_is_removed_for_oneself()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await AddAsync(host, Alice, Bob, MessageDirection.Outgoing, "m1");
        await AddAsync(host, Alice, "carol@sylk.test", MessageDirection.Outgoing, "c1");
        await AddAsync(host, Bob, Alice, MessageDirection.Incoming, "m1");
        await alice.RequestAsync($$"""{"sylkrtc":"account-remove-conversation","account":"{{Alice}}","contact":"{{Bob}}"}""");
        var removed = await other.ReceiveAsync();
        Assert.Equal(("conversation", "remove", Bob), ((string?)removed!["type"], (string?)removed["action"], (string?)removed["content"]!["contact"]));
        Assert.Equal(["c1", ContentTypes.ConversationRemove], (await host.Store.ReadAsync(Alice)).Select(e => e.State is null ? e.ContentType : e.MessageId));
        Assert.Single(await host.Store.ReadAsync(Bob));
        var told = JsonNode.Parse((await host.Sip.NextRequestAsync()).Body)!;
        Assert.Equal((Bob, (string?)removed["content"]!["timestamp"]), ((string?)told["contact"], (string?)told["timestamp"]));
        await bob.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task A_conversation_is_marked_as_read_on_all_devices()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        await AddAsync(host, Alice, Bob, MessageDirection.Incoming, "m1");
        await alice.RequestAsync($$"""{"sylkrtc":"account-mark-conversation-read","account":"{{Alice}}","contact":"{{Bob}}"}""");
        await other.ExpectAsync(Sync(Alice, "conversation", "read", $$"""{"contact":"{{Bob}}"}"""));
        var entries = await host.Store.ReadAsync(Alice);
        Assert.Equal(MessageDispositions.None, entries[0].Dispositions);
        Assert.Equal((ContentTypes.ConversationRead, MessageDirection.None, Bob), Of(entries[1]));
        Assert.Equal($$"""{"contact":"{{Bob}}"}""", (await host.Sip.NextRequestAsync()).Body);
    }

    [Fact]
    public async Task A_message_that_is_removed_on_its_way_is_removed_where_it_arrives()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("m1"));
        var request = await host.Sip.NextRequestAsync();
        await alice.RequestAsync(Remove("m1"));
        request.Respond(await host.Sip.ReceiveAsync(request.ToRequest()));
        Assert.Equal("message", (string?)(await bob.ReceiveAsync())!["event"]);
        var removal = await bob.ReceiveAsync();
        Assert.Equal(("sync", "remove", "m1"), ((string?)removal!["event"], (string?)removal["action"], (string?)removal["content"]!["message_id"]));
        Assert.Equal(["application/sylk-message-remove"], (await host.Store.ReadAsync(Bob)).Select(e => e.ContentType));
    }

    [Fact]
    public async Task Without_the_store_nothing_is_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        host.Store.IsDown = true;
        foreach (var request in new[]
        {
            Remove("m1"),
            $$"""{"sylkrtc":"account-remove-conversation","account":"{{Alice}}","contact":"{{Bob}}"}""",
            $$"""{"sylkrtc":"account-mark-conversation-read","account":"{{Alice}}","contact":"{{Bob}}"}""",
            $$"""{"sylkrtc":"account-sync-conversations","account":"{{Alice}}"}""",
        })
        {
            await alice.RefusedAsync(request, "Storage is not available, try again");
        }

        await other.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    private static (string Type, MessageDirection Direction, string Content) Of(JournalEntry entry) => (entry.ContentType, entry.Direction, entry.Content);

    private static async Task AddAsync(GatewayHost host, string account, string contact, MessageDirection direction, string id) =>
        await host.Store.Journals.AppendAsync(AccountAddress.Of(account), new()
        {
            MessageId = id,
            Contact = AccountAddress.Of(contact),
            Timestamp = SentAnew,
            Direction = direction,
            ContentType = "text/plain",
            Content = "hello",
            Dispositions = MessageDispositions.PositiveDelivery | MessageDispositions.Display,
            State = direction == MessageDirection.Incoming ? MessageState.Received : MessageState.Accepted,
        });
}
