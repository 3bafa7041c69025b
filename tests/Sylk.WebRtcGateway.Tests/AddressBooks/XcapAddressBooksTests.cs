using System.Text.Json;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.AddressBooks;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.AddressBooks;

public sealed class XcapAddressBooksTests
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");

    [Fact]
    public async Task A_book_is_fetched()
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(200, $$"""{"contacts":[{{Contact("c1")}}],"groups":[{"id":"g1","name":"All","contacts":[{{Contact("c1")}}]}],"policies":[]}""");
        var items = await books.ReadAsync(Alice);
        Assert.Equal(["c1", "g1"], items.Select(i => i.Id));
        var request = await server.NextAsync();
        Assert.Equal(("GET", "/xcap/api/v1/users/alice%40sylk.test/addressbook", "SylkServer"), (request.Method, request.Target, request.UserAgent));
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(200, "no json")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"contacts":[{"id":"c1"}]}""")]
    [InlineData(200, """{"contacts":7}""")]
    public async Task A_book_that_cannot_be_read_is_empty(int status, string body)
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(status, body);
        Assert.Empty(await books.ReadAsync(Alice));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_empty_book_and_refuses_changes()
    {
        var server = await StubServer.StartAsync();
        using var books = Connect(server);
        await server.DisposeAsync();
        Assert.Empty(await books.ReadAsync(Alice));
        Assert.Equal("The address book is not available", await FailureAsync(books, Change(AddressBookAction.Add, "c1")));
    }

    [Theory]
    [InlineData(AddressBookAction.Add, "POST", "/contacts")]
    [InlineData(AddressBookAction.Update, "PUT", "/contacts/c%2F1%3F%20..")]
    [InlineData(AddressBookAction.Delete, "DELETE", "/contacts/c%2F1%3F%20..")]
    internal async Task A_contact_is_changed_by_one_request(AddressBookAction action, string method, string path)
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(204);
        var change = Change(action, "c/1? ..");
        Assert.Equal(change.Json, (await books.ChangeAsync(Alice, change)).Json);
        var request = await server.NextAsync();
        Assert.Equal((method, $"/xcap/api/v1/users/alice%40sylk.test/addressbook{path}", change.Json), (request.Method, request.Target, request.Body));
        Assert.Equal("application/json", request.ContentType);
    }

    [Fact]
    public async Task What_the_server_made_of_a_contact_counts()
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(201, Contact("c1", "Robert"));
        Assert.Contains("Robert", (await books.ChangeAsync(Alice, Change(AddressBookAction.Add, "c1"))).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_named_only_by_its_id_is_looked_up_before_it_is_deleted()
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = r => r.Method == "GET" ? new(200, $$"""{"contacts":[{{Contact("c1")}}]}""") : new(204);
        var change = Change(AddressBookAction.Delete, "c1") with { Json = null };
        Assert.Contains("\"Bob\"", (await books.ChangeAsync(Alice, change)).Json, StringComparison.Ordinal);
        Assert.Equal("Unknown contact: c2", await FailureAsync(books, change with { Id = "c2" }));
    }

    [Theory]
    [InlineData(409, """{"detail":"exists"}""", "Non-200 response: 409, exists")]
    [InlineData(422, """{"detail":[{"msg":"no name"},{"msg":"no id"}]}""", "Non-200 response: 422, no name, no id")]
    [InlineData(500, "broken", "Non-200 response: 500, broken")]
    [InlineData(200, "broken", "The address book's answer cannot be read")]
    [InlineData(200, "{}", "The address book's answer cannot be read")]
    public async Task A_refusal_is_told(int status, string body, string error)
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(status, body);
        Assert.Equal(error, await FailureAsync(books, Change(AddressBookAction.Add, "c1")));
    }

    [Fact]
    public async Task It_goes_nowhere_else()
    {
        await using var server = await StubServer.StartAsync();
        await using var other = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(307, "", Location: other.Url);
        Assert.Equal("Non-200 response: 307, ", await FailureAsync(books, Change(AddressBookAction.Update, "c1")));
        Assert.Equal("Invalid value for 'id' property: '..'", await FailureAsync(books, Change(AddressBookAction.Update, "..")));
        Assert.False(other.HasMore);
    }

    [Fact]
    public async Task An_endless_answer_is_not_taken()
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        server.Answer = _ => new(200, new string(' ', 9 * 1024 * 1024));
        Assert.Equal("The address book is not available", await FailureAsync(books, Change(AddressBookAction.Update, "c1")));
    }

    [Theory]
    [InlineData(AddressBookAction.Add, AddressBookItemKind.Group, "No route defined for method POST and model group")]
    [InlineData(AddressBookAction.Update, AddressBookItemKind.Policy, "No route defined for method PUT and model policy")]
    internal async Task Groups_and_policies_have_no_place(AddressBookAction action, AddressBookItemKind kind, string error)
    {
        await using var server = await StubServer.StartAsync();
        using var books = Connect(server);
        Assert.Equal(error, await FailureAsync(books, Change(action, "x") with { Kind = kind }));
        Assert.False(server.HasMore);
    }

    private static XcapAddressBooks Connect(StubServer server) => new(server.Url + "/xcap/", new FakeLogger());

    private static async Task<string> FailureAsync(XcapAddressBooks books, AccountUpdateAddressBookRequest change) =>
        (await Assert.ThrowsAsync<AddressBookException>(() => books.ChangeAsync(Alice, change))).Message;

    private static AccountUpdateAddressBookRequest Change(AddressBookAction action, string id) =>
        new("t", "alice@sylk.test", action, AddressBookItemKind.Contact, id, Contact(id));

    private static string Contact(string id, string name = "Bob") =>
        $$$"""{"id":{{{JsonSerializer.Serialize(id)}}},"name":"{{{name}}}","uris":[],"dialog":{"policy":"default","subscribe":false},"presence":{"policy":"default","subscribe":false}}""";
}
