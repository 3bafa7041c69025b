using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.AddressBooks;

public sealed class AddressBookRequestsTests
{
    private const string Alice = "alice@sylk.test";
    private const string Handling = """{"policy":"default","subscribe":false}""";
    private const string Bob = $$$"""{"id":"c1","name":"Bob","attributes":{"colour":[1,{"x":"é"}]},"uris":[{"id":"u1","uri":"bob@sylk.test","type":"SIP","default":true}],"dialog":{{{Handling}}},"presence":{{{Handling}}},"defaultUri":{"id":"u1","uri":"bob@sylk.test","type":"SIP","default":true}}""";
    private const string Friends = $$"""{"id":"g1","name":"Friends","contacts":[{{Bob}}]}""";
    private const string Block = $$$"""{"id":"p1","name":"Block","uri":"example.net","dialog":{{{Handling}}},"presence":{{{Handling}}}}""";

    /// <summary>O-34, O-36: all three kinds are kept, with their attributes, and every device is told with the item.</summary>
    [Fact]
    public async Task An_item_is_saved_and_all_devices_are_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.LogInAsync(Alice);
        using var second = await host.LogInAsync(Alice);
        foreach (var (type, data) in new[] { ("contact", Bob), ("group", Friends), ("policy", Block) })
        {
            await first.RequestAsync(Update("add", type, data));
            await first.ExpectAsync(Updated("add", type, data));
            await second.ExpectAsync(Updated("add", type, data));
        }

        await second.RequestAsync(Fetch);
        await second.ExpectAsync(Fetched($$"""{"contacts":[{{Bob}}],"groups":[{{Friends}}],"policies":[{{Block}}]}"""));
    }

    [Fact]
    public async Task Nobody_learns_of_a_book_before_the_account_is_proven_to_be_his()
    {
        await using var host = await GatewayHost.StartAsync();
        using var owner = await host.LogInAsync(Alice);
        using var stranger = await host.ConnectAsync(Alice);
        await stranger.RefusedAsync(Fetch, "Account not authenticated");
        await stranger.RefusedAsync(Update("add", "contact", Bob), "Account not authenticated");
        await stranger.RefusedAsync(Fetch.Replace("alice", "carol", StringComparison.Ordinal), "Unknown account specified: carol@sylk.test");
        await owner.RequestAsync(Update("add", "contact", Bob));
        await owner.ExpectAsync(Updated("add", "contact", Bob));
        await stranger.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task An_item_is_replaced()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Update("add", "contact", Bob));
        await browser.ExpectAsync(Updated("add", "contact", Bob));
        var robert = Bob.Replace("\"Bob\"", "\"Robert\"", StringComparison.Ordinal);
        await browser.RequestAsync(Update("update", "contact", robert));
        await browser.ExpectAsync(Updated("update", "contact", robert));
        await browser.RequestAsync(Update("add", "contact", Bob));
        await browser.ExpectAsync(Updated("add", "contact", Bob));
        await browser.RequestAsync(Fetch);
        await browser.ExpectAsync(Fetched($$"""{"contacts":[{{Bob}}],"groups":[],"policies":[]}"""));
    }

    /// <summary>O-33.</summary>
    [Theory]
    [InlineData("""{"id":"c1"}""")]
    [InlineData(Bob)]
    public async Task Who_deletes_an_item_gets_what_was_stored(string data)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Update("add", "contact", Bob));
        await browser.ExpectAsync(Updated("add", "contact", Bob));
        await browser.RequestAsync(Update("delete", "contact", data));
        await browser.ExpectAsync(Updated("delete", "contact", Bob));
        await browser.RequestAsync(Fetch);
        await browser.ExpectAsync(Fetched("""{"contacts":[],"groups":[],"policies":[]}"""));
    }

    /// <summary>The library fetches the book again then.</summary>
    [Theory]
    [InlineData("update", Bob)]
    [InlineData("delete", """{"id":"c1"}""")]
    public async Task What_is_not_there_cannot_be_changed(string action, string data)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        await browser.RequestAsync(Update(action, "contact", data));
        await browser.ExpectAsync(
            $$"""{"sylkrtc":"account-event","account":"{{Alice}}","event":"addressbook-update-failed","type":"contact","action":"{{action}}","error":"Unknown contact: c1","id":"c1"}""");
        await browser.RequestAsync(Fetch);
        await browser.ExpectAsync(Fetched("""{"contacts":[],"groups":[],"policies":[]}"""));
        await other.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Theory]
    [InlineData("""{"action":"add","type":"contact"}""", "'data'")]
    [InlineData("""{"action":"add","data":{"id":"c1"}}""", "'type'")]
    [InlineData("""{"action":"add","type":"groupMember","data":{"groupId":"g"}}""", "Unknown type: groupMember")]
    [InlineData("""{"action":"add","type":"contact","data":7}""", "Invalid value for 'data' property: 7")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"c1"}}""", "Mandatory property 'name' of 'Contact' object is missing")]
    [InlineData("""{"action":"add","type":"group","data":{"id":"g1","name":"x","contacts":[{}]}}""", "Mandatory property 'id' of 'Contact' object is missing")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"c1","name":"x","uris":["u"]}}""", "Invalid value for ContactURI: 'u'")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"c1","name":"x","uris":[],"dialog":"d"}}""", "Invalid value for 'dialog' property: 'd'")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"","name":"x"}}""", "the value's length must be between 1 and 255 inclusive")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"\u0000","name":"x"}}""", "Invalid value for 'id' property")]
    [InlineData("""{"action":"add","type":"contact","data":{"id":"c1","name":"x","attributes":[]}}""", "Invalid value for 'attributes' property: []")]
    [InlineData($$"""{"action":"move","type":"contact","data":{{Bob}}}""", "Invalid value for 'action' property: 'move' (expected: add, delete or update)")]
    public async Task A_damaged_item_is_refused(string members, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var request = JsonNode.Parse(members)!.AsObject();
        request["sylkrtc"] = "account-update-addressbook";
        request["account"] = Alice;
        await browser.RefusedAsync(request.ToJsonString(), error);
    }

    [Fact]
    public async Task A_book_has_bounds()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var large = Bob.Replace("[1,", $"[\"{new string('x', 300_000)}\",", StringComparison.Ordinal);
        await browser.RefusedAsync(Update("add", "contact", large), "the contact is larger than 262144 bytes");
        var item = Bob.Replace("[1,", $"[\"{new string('x', 250_000)}\",", StringComparison.Ordinal);
        for (var i = 0; i < 33; i++)
        {
            await host.Store.AddressBooks.SetAsync(AccountAddress.Of(Alice), new(AddressBookItemKind.Contact, $"x{i}", item));
        }

        await browser.RequestAsync(Update("add", "contact", item));
        Assert.Equal("The address book is full", (string?)(await browser.ReceiveAsync())!["error"]);
        await browser.RequestAsync(Update("delete", "contact", """{"id":"x1"}"""));
        await browser.ReceiveAsync();
        await browser.RequestAsync(Update("add", "contact", Bob));
        await browser.ExpectAsync(Updated("add", "contact", Bob));
    }

    [Fact]
    public async Task What_nobody_could_read_is_left_out_of_a_book()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        foreach (var (id, json) in new[] { ("x1", "no json"), ("x2", "[]"), ("x3", """{"id":"x3"}"""), ("c1", Bob.Replace("{\"id\":\"c1\"", "{\"unheard\":1,\"id\":\"c1\"", StringComparison.Ordinal)) })
        {
            await host.Store.AddressBooks.SetAsync(AccountAddress.Of(Alice), new(AddressBookItemKind.Contact, id, json));
        }

        await browser.RequestAsync(Fetch);
        await browser.ExpectAsync(Fetched($$"""{"contacts":[{{Bob}}],"groups":[],"policies":[]}"""));
    }

    [Fact]
    public async Task The_book_may_be_on_another_server()
    {
        await using var xcap = await StubServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(s => s.XcapUrl = xcap.Url);
        xcap.Answer = r => r.Method == "GET" ? new(200, $$"""{"contacts":[{{Bob}}]}""") : new(409, """{"detail":"exists"}""");
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Fetch);
        await browser.ExpectAsync(Fetched($$"""{"contacts":[{{Bob}}],"groups":[],"policies":[]}"""));
        await browser.RequestAsync(Update("add", "contact", Bob));
        Assert.Equal("Non-200 response: 409, exists", (string?)(await browser.ReceiveAsync())!["error"]);
    }

    private const string Fetch = $$"""{"sylkrtc":"account-fetch-addressbook","account":"{{Alice}}"}""";

    private static string Update(string action, string type, string data) =>
        $$"""{"sylkrtc":"account-update-addressbook","account":"{{Alice}}","action":"{{action}}","type":"{{type}}","data":{{data}}}""";

    private static string Updated(string action, string type, string item) =>
        $$"""{"sylkrtc":"account-event","account":"{{Alice}}","event":"addressbook-updated","type":"{{type}}","action":"{{action}}","{{type}}":{{item}}}""";

    private static string Fetched(string book) => $$"""{"sylkrtc":"account-event","account":"{{Alice}}","event":"addressbook-fetched","addressbook":{{book}}}""";
}
