using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Messages;

/// <summary>Messages for accounts that nobody answers for.</summary>
public sealed class SpoolTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new(s => s.MaxWaitingMessages = 3);
    private readonly Phone _alice = new("alice", Peers.Udp("198.51.100.1"));

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task They_wait_and_are_delivered_in_order_when_a_phone_registers()
    {
        Assert.Equal(202, (await SendAsync("one")).StatusCode);
        Assert.Equal(202, (await SendAsync("two")).StatusCode);
        var bob = _host.Registered("bob", Peers.Udp("198.51.100.8"));
        foreach (var text in new[] { "one", "two" })
        {
            var delivered = await _host.Sip.NextSentAsync();
            Assert.Equal(("MESSAGE", text), (delivered.Request.Method, delivered.Request.BodyText));
            Assert.Equal("sip:alice@sylk.test", delivered.Request.From!.Uri.ToString());
            Assert.NotNull(delivered.Request.Headers["Date"]);
            delivered.Answer(200);
        }

        _host.Register(bob, $"<{bob.ContactUri}>");
        Assert.Equal(2, _host.Sip.SentCount);
    }

    [Fact]
    public async Task A_phone_that_does_not_answer_is_tried_again_with_the_same_message()
    {
        await SendAsync("one");
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var first = await _host.Sip.NextSentAsync();
        first.Answer(480);
        await _host.Time.TimerSetAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _host.Sip.NextSentAsync();
        Assert.Equal((first.Request.CallId, "one"), (second.Request.CallId, second.Request.BodyText));
        second.Answer(200);
    }

    [Fact]
    public async Task A_message_that_no_device_takes_does_not_hold_up_those_behind_it()
    {
        await SendAsync("one");
        await SendAsync("two");
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        (await _host.Sip.NextSentAsync()).Answer(415);
        var second = await _host.Sip.NextSentAsync();
        Assert.Equal(("two", 1), (second.Request.BodyText, _host.Store.WaitingCount));
    }

    [Fact]
    public async Task When_phones_are_there_but_do_not_answer_it_waits_too()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var message = _host.ReceiveAuthorized(_alice, Text("one"));
        (await _host.Sip.NextSentAsync()).Answer(408);
        Assert.Equal(202, (await message.FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task The_sender_is_told_so_before_he_gives_up_himself()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var message = _host.ReceiveAuthorized(_alice, Text("one"));
        var sent = await _host.Sip.NextSentAsync();
        await _host.Time.TimerSetAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(24));
        Assert.Equal(202, (await message.FinalAsync()).StatusCode);
        Assert.Equal(1, _host.Store.WaitingCount);
        sent.Answer(408);
        await message.Handled;
        Assert.Single(message.Sent);
    }

    [Fact]
    public async Task A_phone_that_refuses_a_message_has_the_last_word()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        var message = _host.ReceiveAuthorized(_alice, Text("one"));
        (await _host.Sip.NextSentAsync()).Answer(415);
        Assert.Equal(415, (await message.FinalAsync()).StatusCode);
        Assert.Equal(0, _host.Store.WaitingCount);
    }

    [Fact]
    public async Task What_is_too_long_for_the_datagrams_of_a_phone_does_not_wait_for_it()
    {
        var tooLong = new string('x', 70_000);
        Assert.Equal(202, (await SendAsync(tooLong)).StatusCode);
        Assert.Equal(202, (await SendAsync("two")).StatusCode);
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        (await _host.Sip.NextSentAsync()).Answer(503);
        var second = await _host.Sip.NextSentAsync();
        Assert.Equal(("two", 1), (second.Request.BodyText, _host.Store.WaitingCount));
        second.Answer(200);

        var message = _host.ReceiveAuthorized(_alice, Text(tooLong));
        (await _host.Sip.NextSentAsync()).Answer(503);
        Assert.Equal(513, (await message.FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task No_more_wait_than_configured()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(202, (await SendAsync("text")).StatusCode);
        }

        Assert.Equal(480, (await SendAsync("one more")).StatusCode);
    }

    [Fact]
    public async Task When_the_store_is_down_the_sender_is_told()
    {
        _host.Store.IsDown = true;
        Assert.Equal(480, (await SendAsync("one")).StatusCode);
    }

    [Fact]
    public async Task What_waits_while_the_store_cannot_tell_is_delivered_at_the_next_registration()
    {
        await SendAsync("one");
        _host.Store.IsDown = true;
        var bob = _host.Registered("bob", Peers.Udp("198.51.100.8"));
        _host.Store.IsDown = false;
        _host.Register(bob, $"<{bob.ContactUri}>");
        Assert.Equal("one", (await _host.Sip.NextSentAsync()).Request.BodyText);
    }

    [Fact]
    public async Task What_must_be_delivered_at_once_or_is_a_sign_of_typing_does_not_wait()
    {
        var urgent = Text("now");
        urgent.Headers.Add("Expires", "0");
        Assert.Equal(480, (await _host.ReceiveAuthorized(_alice, urgent).FinalAsync()).StatusCode);
        var typing = Text("<isComposing/>");
        typing.SetBody("application/im-iscomposing+xml", "<isComposing/>");
        Assert.Equal(480, (await _host.ReceiveAuthorized(_alice, typing).FinalAsync()).StatusCode);
        typing.SetBody("message/cpim", "From: <sip:alice@sylk.test>\r\n\r\nContent-Type: application/im-iscomposing+xml\r\n\r\n<isComposing/>");
        Assert.Equal(480, (await _host.ReceiveAuthorized(_alice, typing).FinalAsync()).StatusCode);
    }

    [Fact]
    public void A_registration_that_is_refreshed_does_not_ask_the_store_again()
    {
        var bob = _host.Registered("bob", Peers.Udp("198.51.100.8"));
        _host.Register(bob, $"<{bob.ContactUri}>");
        Assert.Equal(1, _host.Store.Reads);
    }

    private Task<SipResponse> SendAsync(string text) => _host.ReceiveAuthorized(_alice, Text(text)).FinalAsync();

    private SipRequest Text(string text)
    {
        var message = _alice.Request("MESSAGE", "sip:bob@sylk.test");
        message.SetBody("text/plain", text);
        return message;
    }
}
