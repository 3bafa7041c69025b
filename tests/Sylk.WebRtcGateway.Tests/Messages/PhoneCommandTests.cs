using System.Text.Json.Nodes;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class PhoneCommandTests
{
    private static readonly AccountAddress AliceKey = AccountAddress.Of(Alice);

    [Fact]
    public async Task A_phone_gets_a_token_for_the_history_of_its_account()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal(200, await AskAsync(host, "token", "x", to: Alice));
        var answer = await host.Sip.NextRequestAsync();
        var given = JsonNode.Parse(answer.Body)!;
        Assert.Equal(
            ("sip:alice@sylk.test", "application/sylk-api-token", "X-Sylk-To-Sip"),
            (answer.Options.Target.ToString(), answer.Options.ContentType, answer.Options.Headers[^1].Name));
        Assert.Equal(new SipHeader("P-Asserted-Identity", "<sip:alice@sylk.test>"), answer.Options.Headers[0]);
        Assert.Equal(new Uri(host.Address, "/webrtcgateway/messages/history/alice@sylk.test").ToString(), (string?)given["url"]);
        Assert.True(await host.Store.ApiTokens.IsValidAsync(AliceKey, (string)given["token"]!));
        Assert.True(await host.Store.Accounts.IsKnownAsync(AliceKey));
    }

    [Fact]
    public async Task A_phone_gets_the_key_of_somebody()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        Assert.Equal(200, await AskAsync(host, "pgp-key-lookup", "x"));
        await host.Store.PublicKeys.SetAsync(AccountAddress.Of(Bob), "KEY");
        Assert.Equal(200, await AskAsync(host, "pgp-key-lookup", "x", callId: "call-2"));
        var answer = await host.Sip.NextRequestAsync();
        Assert.Equal(
            ("sip:alice@sylk.test", "sip:bob@sylk.test", "text/pgp-public-key", "KEY", "bob"),
            (answer.Options.Target.ToString(), answer.Options.From.Uri.ToString(), answer.Options.ContentType, answer.Body, answer.Options.Credentials!.Username));
    }

    [Fact]
    public async Task Whoever_is_not_trusted_is_no_phone_of_an_account_whatever_he_writes()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("k1", "KEY", to: Alice, contentType: "text/pgp-public-key"));
        await alice.ReceiveAsync();
        await alice.ReceiveAsync();
        var command = FromSip("application/sylk-api-conversation-remove", $$"""{"contact":"{{Bob}}"}""", headers: ("X-Sylk-From-Sip", "yes"));
        Assert.Equal(403, (await host.Sip.ReceiveAsync(command, isTrusted: false)).StatusCode);
        var key = FromSip("text/pgp-public-key", "FORGED", callId: "call-2", headers: ("X-Sylk-From-Sip", "yes"));
        await host.Sip.ReceiveAsync(key, isTrusted: false);
        Assert.Equal("KEY", await host.Store.PublicKeys.FindAsync(AliceKey));
        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task A_phone_removes_a_message_and_browsers_are_told()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("m1"));
        await alice.ReceiveAsync();
        await bob.ReceiveAsync();
        Assert.Equal(200, await AskAsync(host, "message-remove", "m1", to: Alice));
        await alice.ExpectAsync(Sync(Alice, "message", "remove", $$"""{"contact":"{{Bob}}","message_id":"m1","direction":"outgoing"}"""));
        await bob.ExpectAsync(Sync(Bob, "message", "remove", $$"""{"contact":"{{Alice}}","message_id":"m1","direction":"incoming"}"""));
    }

    [Fact]
    public async Task A_phone_marks_a_conversation_as_read_and_removes_it()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await bob.RequestAsync(Request("m1", from: Bob, to: Alice));
        await alice.ReceiveAsync();
        Assert.Equal(200, await AskAsync(host, "conversation-read", $$"""{"contact":"sip:{{Bob}}"}""", to: Alice));
        await alice.ExpectAsync(Sync(Alice, "conversation", "read", $$"""{"contact":"{{Bob}}"}"""));
        Assert.Equal(200, await AskAsync(host, "conversation-remove", $$"""{"contact":"{{Bob}}"}""", to: Alice, callId: "call-2"));
        Assert.Equal("remove", (string?)(await alice.ReceiveAsync())!["action"]);
        Assert.DoesNotContain(await host.Store.ReadAsync(Alice), e => e.MessageId == "m1");
    }

    [Theory]
    [InlineData("message-remove", "", 400)]
    [InlineData("message-remove", "a\u0001", 400)]
    [InlineData("conversation-read", "not JSON", 400)]
    [InlineData("conversation-read", "[]", 400)]
    [InlineData("conversation-read", """{"contact":"@"}""", 400)]
    [InlineData("conversation-remove", "{}", 400)]
    [InlineData("unheard-of", "x", 415)]
    public async Task What_makes_no_sense_is_refused(string command, string body, int status)
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal(status, await AskAsync(host, command, body));
    }

    /// <summary>Without the proxy's word that it is a phone of the account anybody could have written the From.</summary>
    [Theory]
    [InlineData("token")]
    [InlineData("message-remove")]
    [InlineData("conversation-remove")]
    public async Task Others_may_not_ask(string command)
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal(403, (await host.Sip.ReceiveAsync(FromSip($"application/sylk-api-{command}", "m1"))).StatusCode);
        Assert.False(await host.Store.Accounts.IsKnownAsync(AliceKey));
    }

    private static async Task<int> AskAsync(GatewayHost host, string command, string body, string to = Bob, string callId = "call-1")
    {
        // A body of nothing is no message at all.
        SipRequest request = FromSip($"application/sylk-api-{command}", body.Length == 0 ? " " : body, to: to, callId: callId, headers: ("X-Sylk-From-Sip", "yes"));
        return (await host.Sip.ReceiveAsync(request)).StatusCode;
    }
}
