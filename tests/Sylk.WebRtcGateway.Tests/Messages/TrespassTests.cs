using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>Requests about what is not one's own.</summary>
public sealed class TrespassTests
{
    public static TheoryData<string> Requests =>
    [
        Request("m1"),
        Disposition("m1", "displayed", account: Alice, uri: Bob),
        $$"""{"sylkrtc":"account-sync-conversations","account":"{{Alice}}"}""",
        $$"""{"sylkrtc":"account-mark-conversation-read","account":"{{Alice}}","contact":"{{Bob}}"}""",
        $$"""{"sylkrtc":"account-remove-message","account":"{{Alice}}","message_id":"m1","contact":"{{Bob}}"}""",
        $$"""{"sylkrtc":"account-remove-conversation","account":"{{Alice}}","contact":"{{Bob}}"}""",
    ];

    /// <summary>Added with whatever password, not added, and registered as somebody else.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Who_has_not_proven_to_be_the_account_gets_and_does_nothing(string request)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        await AddAsync(host);
        var before = await host.Store.ReadAsync(Alice);
        using var added = await host.ConnectAsync(Alice);
        await added.RefusedAsync(request, "Account not authenticated");
        using var mallory = await host.LogInAsync("mallory@sylk.test");
        await mallory.RefusedAsync(request, $"Unknown account specified: {Alice}");
        await mallory.RequestAsync($$"""{"sylkrtc":"account-add","account":"{{Alice}}","password":"x"}""");
        await mallory.RefusedAsync(request, "Account not authenticated");
        using var left = await host.LogInAsync(Alice);
        await left.RequestAsync($$"""{"sylkrtc":"account-unregister","account":"{{Alice}}"}""");
        await left.RefusedAsync(request, "Account not authenticated");
        await left.RequestAsync($$"""{"sylkrtc":"account-remove","account":"{{Alice}}"}""");
        await left.RefusedAsync(request, $"Unknown account specified: {Alice}");
        Assert.Equal(before, await host.Store.ReadAsync(Alice));
        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
        await added.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    /// <summary>Each member in turn as something else.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Members_of_other_types_are_refused(string request)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        await AddAsync(host);
        var before = await host.Store.ReadAsync(Alice);
        foreach (var name in JsonNode.Parse(request)!.AsObject().Select(m => m.Key).Where(n => n != "sylkrtc"))
        {
            foreach (var value in new[] { "5", "true", "[]", "{}", "null", "\"\\ud800\"" })
            {
                var damaged = JsonNode.Parse(request)!.AsObject();
                var transaction = $"{name} {value}";
                damaged["transaction"] = transaction;
                await alice.SendAsync(damaged.ToJsonString().Replace($"\"{name}\":{JsonNode.Parse(request)![name]!.ToJsonString()}", $"\"{name}\":{value}", StringComparison.Ordinal));
                var answer = await alice.ReceiveAsync();
                Assert.Equal(("error", transaction), ((string?)answer!["sylkrtc"], (string?)answer["transaction"]));
            }
        }

        Assert.Equal(before, await host.Store.ReadAsync(Alice));
    }

    /// <summary>Mallory is somebody, and names what belongs to others.</summary>
    [Fact]
    public async Task Ids_of_others_name_nothing()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var mallory = await host.LogInAsync("mallory@sylk.test");
        await AddAsync(host);
        var before = await host.Store.ReadAsync(Alice);
        await mallory.RequestAsync(Disposition("m1", "displayed", account: "mallory@sylk.test", uri: Alice));
        await mallory.RequestAsync($$"""{"sylkrtc":"account-remove-message","account":"mallory@sylk.test","message_id":"m1","contact":"{{Alice}}"}""");
        await mallory.RequestAsync($$"""{"sylkrtc":"account-remove-message","account":"mallory@sylk.test","message_id":"m2","contact":"{{Alice}}"}""");
        await mallory.RequestAsync($$"""{"sylkrtc":"account-remove-conversation","account":"mallory@sylk.test","contact":"{{Alice}}"}""");
        await mallory.RequestAsync($$"""{"sylkrtc":"account-mark-conversation-read","account":"mallory@sylk.test","contact":"{{Alice}}"}""");
        await mallory.RequestAsync("""{"sylkrtc":"account-sync-conversations","account":"mallory@sylk.test","message_id":"m1"}""");
        Assert.DoesNotContain((await mallory.ReceiveAsync())!["messages"]!.AsArray(), m => (string?)m!["content"] == "hello");
        Assert.Equal(before, await host.Store.ReadAsync(Alice));

        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    /// <summary>Alice has sent <c>m1</c> to bob and received <c>m2</c> from him.</summary>
    private static async Task AddAsync(GatewayHost host)
    {
        foreach (var (id, direction) in new[] { ("m1", MessageDirection.Outgoing), ("m2", MessageDirection.Incoming) })
        {
            await host.Store.Journals.AppendAsync(AccountAddress.Of(Alice), new()
            {
                MessageId = id,
                Contact = AccountAddress.Of(Bob),
                Timestamp = SentAnew,
                Direction = direction,
                ContentType = "text/plain",
                Content = "hello",
                Dispositions = MessageDispositions.PositiveDelivery | MessageDispositions.Display,
                State = direction == MessageDirection.Incoming ? MessageState.Received : MessageState.Accepted,
            });
        }
    }
}
