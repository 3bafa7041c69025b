using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Messages;

/// <summary>Where a message for an account goes.</summary>
public sealed class HomeMessageTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new(s => s.MessageApplication = "webrtcgateway");
    private readonly Phone _alice = new("alice", Peers.Udp("198.51.100.1"));

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task It_goes_to_the_phones_and_once_to_the_application_whatever_browsers_there_are()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        _host.Registered("bob", Peers.Local);
        _host.Registered("bob", Peers.Local with { RemoteEndPoint = new(System.Net.IPAddress.Loopback, 1) });
        var message = Send(_alice);
        var (phone, application) = (await _host.Sip.NextSentAsync(), await _host.Sip.NextSentAsync());
        Assert.Equal(("sip:bob@198.51.100.8:5060", null), (phone.Request.RequestUri.ToString(), phone.Request.Headers["X-Sylk-App"]));
        Assert.Equal(("sip:bob@sylk.test", "webrtcgateway"), (application.Request.RequestUri.ToString(), application.Request.Headers["X-Sylk-App"]));
        phone.Answer(480);
        application.Answer(200);
        Assert.Equal(200, (await message.FinalAsync()).StatusCode);
        Assert.Equal(2, _host.Sip.SentCount);
    }

    [Fact]
    public async Task Without_the_application_browsers_are_devices_like_others()
    {
        await using var host = new RegistrarHost();
        host.Registered("bob", Peers.Local);
        host.ReceiveAuthorized(_alice, Text(_alice));
        Assert.Null((await host.Sip.NextSentAsync()).Request.Headers["X-Sylk-App"]);
    }

    [Fact]
    public async Task The_application_is_told_whether_the_sender_used_a_phone()
    {
        Send(_alice);
        Assert.Equal("yes", (await _host.Sip.NextSentAsync()).Request.Headers["X-Sylk-From-Sip"]);
        Send(new("alice", Peers.Local));
        Assert.Null((await _host.Sip.NextSentAsync()).Request.Headers["X-Sylk-From-Sip"]);
    }

    [Fact]
    public async Task Copies_for_phones_do_not_come_back_to_the_application()
    {
        _host.Registered("alice", Peers.Udp("198.51.100.8"));
        var copy = Text(_alice, "sip:alice@sylk.test");
        copy.Headers.Add("X-Sylk-To-Sip", "yes");
        _host.ReceiveAuthorized(new("alice", Peers.Local), copy);
        Assert.Null((await _host.Sip.NextSentAsync()).Request.Headers["X-Sylk-App"]);
        Assert.Equal(1, _host.Sip.SentCount);
    }

    [Fact]
    public async Task What_strangers_say_about_the_origin_of_a_message_does_not_count()
    {
        var message = Text(_alice);
        message.Headers.Add("X-Sylk-To-Sip", "yes");
        message.Headers.Add("X-Replicated-Message", "yes");
        _host.ReceiveAuthorized(_alice, message);
        var sent = (await _host.Sip.NextSentAsync()).Request;
        Assert.Equal((null, null, "webrtcgateway"), (sent.Headers["X-Sylk-To-Sip"], sent.Headers["X-Replicated-Message"], sent.Headers["X-Sylk-App"]));
    }

    [Fact]
    public void A_sender_who_proves_nothing_is_refused()
    {
        var stranger = new Phone("mallory", Peers.Udp("203.0.113.5"), "example.org");
        var refused = _host.Receive(stranger.Request("MESSAGE", "sip:bob@sylk.test"), stranger.Peer);
        Assert.Equal(403, refused.Final!.StatusCode);
        Assert.Equal(0, _host.Sip.SentCount);
    }

    [Fact]
    public async Task A_sender_whom_a_trusted_peer_vouches_for_is_heard()
    {
        var stranger = new Phone("carol", Peers.Udp("203.0.113.5") with { IsTrusted = true }, "example.org");
        _host.Receive(Text(stranger), stranger.Peer);
        Assert.Equal("webrtcgateway", (await _host.Sip.NextSentAsync()).Request.Headers["X-Sylk-App"]);
    }

    [Fact]
    public async Task An_application_of_this_server_may_vouch_for_the_sender_and_nobody_else_may()
    {
        _host.Receive(Vouched("alice"), Peers.Local);
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal(("webrtcgateway", null), (sent.Request.Headers["X-Sylk-App"], sent.Request.Headers["P-Asserted-Identity"]));
        Assert.Equal(407, _host.Receive(Vouched("bob"), Peers.Local).Final!.StatusCode);
        Assert.Equal(407, _host.Receive(Vouched("alice"), Peers.Udp() with { IsTrusted = true }).Final!.StatusCode);
        Assert.Equal(1, _host.Sip.SentCount);

        SipRequest Vouched(string user)
        {
            var message = Text(_alice);
            message.Headers.Add("P-Asserted-Identity", $"<sip:{user}@sylk.test>");
            return message;
        }
    }

    [Fact]
    public async Task A_call_for_somebody_without_a_device_is_told_to_the_application()
    {
        var call = _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var told = await _host.Sip.NextSentAsync();
        Assert.Equal(("sip:bob@sylk.test", "webrtcgateway"), (told.Request.RequestUri.ToString(), told.Request.Headers["X-Sylk-App"]));
        told.Answer(480);
        Assert.Equal(480, (await call.FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task A_phone_that_does_not_know_the_wrapper_gets_the_plain_text_although_another_device_has_taken_the_message()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var message = SendWrapped("text/plain; charset=utf-8", "grüße\n\nalice");
        var (phone, application) = (await _host.Sip.NextSentAsync(), await _host.Sip.NextSentAsync());
        application.Answer(200);
        Assert.Equal(200, (await message.FinalAsync()).StatusCode);
        Refuse(phone, "text/plain");
        var again = await _host.Sip.NextSentAsync();
        Assert.Equal(("sip:bob@198.51.100.8:5060", "text/plain;charset=utf-8", "grüße\n\nalice"), (again.Request.RequestUri.ToString(), again.Request.Headers["Content-Type"], again.Request.BodyText));
        Refuse(again, "text/plain");
        await message.Handled;
        Assert.Equal(3, _host.Sip.SentCount);
    }

    [Theory]
    [InlineData("image/png", "text/plain")]
    [InlineData("text/plain; charset=utf-16", "text/plain")]
    [InlineData("text/plain; charset=utf-8", "text/html")]
    [InlineData("text/plain\r\nContent-Transfer-Encoding: base64", "text/plain")]
    public async Task What_cannot_be_said_as_plain_text_stays_refused(string type, string accepted)
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var message = SendWrapped(type, "hello");
        var (phone, application) = (await _host.Sip.NextSentAsync(), await _host.Sip.NextSentAsync());
        Refuse(phone, accepted);
        application.Answer(404);
        Assert.Equal(415, (await message.FinalAsync()).StatusCode);
        Assert.Equal(2, _host.Sip.SentCount);
    }

    private FakeServerTransaction SendWrapped(string type, string text)
    {
        var message = Text(_alice);
        message.SetBody("message/cpim", $"From: <sip:alice@sylk.test>\r\n\r\nContent-Type: {type}\r\n\r\n{text}");
        return _host.ReceiveAuthorized(_alice, message);
    }

    private static void Refuse(FakeClientTransaction sent, string accepted) => sent.Answer(415, r => r.Headers.Add("Accept", accepted));

    private FakeServerTransaction Send(Phone sender) => _host.ReceiveAuthorized(sender, Text(sender));

    private static SipRequest Text(Phone sender, string to = "sip:bob@sylk.test")
    {
        var message = sender.Request("MESSAGE", to);
        message.SetBody("text/plain", "hello");
        return message;
    }
}
