using System.IO.Compression;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>MESSAGE requests from SIP.</summary>
public sealed class DeliveryTests
{
    private const string FromPhone = "X-Sylk-From-Sip";

    [Fact]
    public async Task A_message_is_answered_when_it_is_stored_and_told_to_all_devices()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.LogInAsync(Bob);
        using var second = await host.LogInAsync(Bob);
        using var stranger = await host.ConnectAsync(Bob);
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1", "hi")))).StatusCode);
        var stored = Assert.Single(await host.Store.ReadAsync(Bob));
        Assert.Equal((MessageState.Received, MessageDirection.Incoming, "hi", Alice), (stored.State, stored.Direction, stored.Content, stored.Contact.ToString()));
        await first.ExpectAsync(Event("m1", "hi", name: "Alice"));
        await second.ExpectAsync(Event("m1", "hi", name: "Alice"));
        await stranger.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task What_comes_by_way_of_several_contacts_is_one_message()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Bob);
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        await browser.ReceiveAsync();
        var slow = host.Store.Slow = new();
        var copies = new[] { new FakeTransaction(FromSip("text/plain", "hello")), new FakeTransaction(FromSip("text/plain", "hello")) };
        var answers = copies.Select(c => registration.Options.OnMessage!(c, CancellationToken.None)).ToList();
        answers.Add(host.Sip.ReceiveAsync(FromSip("text/plain", "hello")));
        Assert.DoesNotContain(answers, a => a.IsCompleted);
        host.Store.Slow = null;
        slow.SetResult();
        await Task.WhenAll(answers);
        Assert.All(copies, c => Assert.Equal(200, c.Response.Result.StatusCode));

        var message = await browser.ReceiveAsync();
        Assert.Equal(("hello", "Phone", null), ((string?)message!["content"], (string?)message["sender"]!["display_name"], message["disposition_notification"]));
        Assert.Single(await host.Store.ReadAsync(Bob));
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        browser.Dispose();
    }

    [Fact]
    public async Task A_message_that_is_sent_again_is_the_same_message()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1")));
        await browser.ReceiveAsync();
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1", "other"), callId: "call-2"))).StatusCode);
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        Assert.Equal("hello", Assert.Single(await host.Store.ReadAsync(Bob)).Content);
    }

    /// <summary>Not a way to change what somebody has, and no reason to lose what somebody writes.</summary>
    [Theory]
    [InlineData(MessageDirection.Incoming)]
    [InlineData(MessageDirection.Outgoing)]
    public async Task An_id_that_another_message_has_already_is_replaced(object direction)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        await host.Store.Journals.AppendAsync(AccountAddress.Of(Bob), new()
        {
            MessageId = "1",
            Contact = AccountAddress.Of((MessageDirection)direction == MessageDirection.Incoming ? "carol@sylk.test" : Alice),
            Timestamp = SentAnew,
            Direction = (MessageDirection)direction,
            ContentType = "text/plain",
            Content = "before",
            State = MessageState.Received,
        });
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("1")));
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("1"), callId: "call-2"));
        var message = await browser.ReceiveAsync();
        Assert.Equal(Event((string)message!["message_id"]!, name: "Alice"), message.ToJsonString());
        Assert.Equal(["before", "hello"], (await host.Store.ReadAsync(Bob)).Select(e => e.Content));
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Fact]
    public async Task Without_the_store_a_message_is_refused_for_now_and_taken_when_it_comes_again()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        host.Store.IsDown = true;
        var response = await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1")));
        Assert.Equal((503, "10"), (response.StatusCode, response.Headers["Retry-After"]));
        host.Store.IsDown = false;
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1")))).StatusCode);
        await browser.ExpectAsync(Event("m1", name: "Alice"));
    }

    [Fact]
    public async Task Accounts_that_were_never_here_get_nothing_those_that_are_away_do()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal(404, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1")))).StatusCode);
        await host.Store.Accounts.TouchAsync(AccountAddress.Of(Bob));
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1"), callId: "call-2"))).StatusCode);
        Assert.Single(await host.Store.ReadAsync(Bob));
    }

    [Fact]
    public async Task The_sender_is_who_SIP_says()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1", from: "boss@sylk.test")));
        await browser.ExpectAsync(Event("m1", name: "Phone"));
    }

    /// <summary>RFC 3428 section 7.</summary>
    [Theory]
    [InlineData("message/cpim", "not CPIM", 400)]
    [InlineData("text/plain", "", 400)]
    [InlineData("text/plain; charset=ebcdic", "x", 415)]
    [InlineData("message/imdn+xml", "not XML", 400)]
    [InlineData("application/im-iscomposing+xml", "<x/>", 200)]
    [InlineData("application/sylk-api-unheard-of", "x", 403)]
    public async Task What_cannot_be_read_is_refused(string contentType, string body, int status)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        Assert.Equal(status, (await host.Sip.ReceiveAsync(FromSip(contentType, body))).StatusCode);
        Assert.Empty(await host.Store.ReadAsync(Bob));
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Theory]
    [InlineData("From", null, 400)]
    [InlineData("To", null, 400)]
    [InlineData("Content-Type", null, 400)]
    [InlineData("Content-Encoding", "gzip", 415)]
    [InlineData("X-Sylk-To-Sip", "yes", 200)]
    public async Task Headers_must_be_right(string name, string? value, int status)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        var request = FromSip("text/plain", "hello");
        request.Headers[name] = value;
        Assert.Equal(status, (await host.Sip.ReceiveAsync(request)).StatusCode);
        Assert.Empty(await host.Store.ReadAsync(Bob));
    }

    [Fact]
    public async Task Bodies_may_be_deflated()
    {
        await using var host = await GatewayHost.StartAsync(s => s.MaxMessageBytes = 4096);
        using var browser = await host.LogInAsync(Bob);
        Assert.Equal(200, (await host.Sip.ReceiveAsync(Deflated(Cpim("m1", new string('x', 3000)), "call-1"))).StatusCode);
        await browser.ExpectAsync(Event("m1", new string('x', 3000), name: "Alice"));
        Assert.Equal(415, (await host.Sip.ReceiveAsync(Deflated(Cpim("m2", new string('x', 100_000_000)), "call-2"))).StatusCode);

        // Some say so and do not do it.
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m3"), callId: "call-3", headers: ("Content-Encoding", "deflate")))).StatusCode);
    }

    [Fact]
    public async Task What_a_phone_has_sent_is_told_to_the_senders_browsers()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("m1"), headers: (FromPhone, "yes")));
        await bob.ExpectAsync(Event("m1", name: "Alice"));
        await alice.ExpectAsync(Sync(Alice, "message", "add",
            $$"""{"sylkrtc":"account-message","transaction":"1","account":"{{Alice}}","uri":"{{Bob}}","message_id":"m1","content":"hello","content_type":"text/plain","timestamp":"{{SentAnew}}","server_generated":true}"""));
        Assert.Equal((MessageState.Accepted, MessageDirection.Outgoing), (await host.Store.ReadAsync(Alice)) is [var e] ? (e.State!.Value, e.Direction) : default);
    }

    [Fact]
    public async Task What_is_written_on_a_phone_to_somebody_without_browsers_appears_on_the_own_ones_too()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        Assert.Equal(404, (await host.Sip.ReceiveAsync(FromSip("text/plain", "hello", headers: (FromPhone, "yes")))).StatusCode);
        Assert.Equal(("add", "hello"), await alice.ReceiveAsync() is var added ? ((string?)added!["action"], (string?)added["content"]!["content"]) : default);
        Assert.Equal((MessageState.Accepted, Bob), (await host.Store.ReadAsync(Alice)) is [var e] ? (e.State!.Value, e.Contact.ToString()) : default);
    }

    [Fact]
    public async Task Keys_are_passed_on_and_not_kept_in_journals()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Bob);
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("k1", "PUBLIC", "text/pgp-public-key")));
        await browser.ExpectAsync(Event("k1", "PUBLIC", contentType: "text/pgp-public-key", name: "Alice"));
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("k2", "PRIVATE", "text/pgp-private-key"), callId: "call-2"));
        await browser.ExpectAsync(Event("k2", "PRIVATE", contentType: "text/pgp-private-key", name: "Alice"));
        Assert.Empty(await host.Store.ReadAsync(Bob));
        await browser.StartAsync($$"""{"sylkrtc":"lookup-public-key","uri":"{{Alice}}"}""");
        await browser.ExpectAsync($$"""{"sylkrtc":"lookup-public-key-event","uri":"{{Alice}}","public_key":"PUBLIC"}""");
    }

    /// <summary>Whoever can write a From cannot take the place of an account of this server.</summary>
    [Fact]
    public async Task The_key_of_an_account_of_this_server_comes_from_its_browsers_and_phones_only()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("k1", "MINE", to: Alice, contentType: "text/pgp-public-key"));
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("k2", "FORGED", "text/pgp-public-key")));
        Assert.Equal("MINE", await host.Store.PublicKeys.FindAsync(AccountAddress.Of(Alice)));
        await host.Sip.ReceiveAsync(FromSip("message/cpim", Cpim("k3", "PHONE", "text/pgp-public-key"), callId: "call-2", headers: (FromPhone, "yes")));
        Assert.Equal("PHONE", await host.Store.PublicKeys.FindAsync(AccountAddress.Of(Alice)));
    }

    private static SipRequest Deflated(string body, string callId)
    {
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionMode.Compress, leaveOpen: true))
        {
            zlib.Write(Encoding.UTF8.GetBytes(body));
        }

        var request = FromSip("message/cpim", "", callId: callId, headers: ("Content-Encoding", "deflate"));
        request.SetBody("message/cpim", deflated.ToArray());
        return request;
    }
}
