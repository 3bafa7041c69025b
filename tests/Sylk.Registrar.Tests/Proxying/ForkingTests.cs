using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Proxying;

/// <summary>RFC 3261 section 16.7: one request to all phones of a user.</summary>
public sealed class ForkingTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new();
    private readonly Phone _alice = new("alice", Peers.Udp("198.51.100.1"));

    public ForkingTests()
    {
        _host.Registered("bob", Peers.Udp("198.51.100.8"));
        _host.Registered("bob", Peers.Udp("198.51.100.9"));
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task All_ring_and_who_answers_first_has_the_call()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(180);
        Assert.Equal(180, (await call.NextAsync()).StatusCode);
        second.Answer(183);
        Assert.Equal(183, (await call.NextAsync()).StatusCode);
        second.Answer(200);
        Assert.Equal(200, (await call.NextAsync()).StatusCode);
        Assert.Contains("cause=200", await first.Cancelled, StringComparison.Ordinal);
        first.Answer(487);
        Assert.False(second.IsCancelled);
    }

    [Fact]
    public async Task A_2xx_that_comes_late_goes_to_the_caller_too()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(200);
        await call.NextAsync();
        second.Answer(200, r => r.Headers["To"] = "<sip:bob@sylk.test>;tag=late");
        Assert.Equal("late", (await call.NextAsync()).To!.Tag);
    }

    [Fact]
    public async Task One_failure_waits_for_the_others()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(486);
        second.Answer(180);
        Assert.Equal(180, (await call.NextAsync()).StatusCode);
        second.Answer(480);
        Assert.Equal(486, (await call.NextAsync()).StatusCode);
    }

    [Fact]
    public async Task A_6xx_ends_the_ringing_everywhere()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(603);
        Assert.Contains("cause=603", await second.Cancelled, StringComparison.Ordinal);
        second.Answer(487);
        Assert.Equal(603, (await call.NextAsync()).StatusCode);
    }

    [Fact]
    public async Task A_phone_that_rings_for_too_long_is_cancelled()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(180);
        Assert.Equal(180, (await call.NextAsync()).StatusCode);
        _host.Time.Advance(TimeSpan.FromSeconds(190));
        Assert.False(first.IsCancelled || second.IsCancelled);
        _host.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Contains("cause=408", await first.Cancelled, StringComparison.Ordinal);
        Assert.Contains("cause=408", await second.Cancelled, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(486, 480, 486)]
    [InlineData(480, 486, 486)]
    [InlineData(408, 404, 404)]
    [InlineData(503, 404, 404)]
    [InlineData(503, 500, 500)]
    [InlineData(503, 503, 500)]
    [InlineData(302, 486, 302)]
    [InlineData(415, 486, 415)]
    [InlineData(407, 486, 407)]
    [InlineData(430, 430, 480)]
    [InlineData(408, 408, 408)]
    public async Task The_best_of_all_failures_is_told(int one, int other, int expected)
    {
        var (call, first, second) = await CallAsync();
        first.Answer(one);
        second.Answer(other);
        Assert.Equal(expected, (await call.FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task Challenges_of_all_phones_are_told_together()
    {
        var (call, first, second) = await CallAsync();
        first.Answer(407, r => r.Headers.Add("Proxy-Authenticate", "Digest realm=\"one\", nonce=\"1\""));
        second.Answer(401, r => r.Headers.Add("WWW-Authenticate", "Digest realm=\"two\", nonce=\"2\""));
        var challenge = await call.FinalAsync();
        Assert.Equal((1, 1), (challenge.Headers.GetAll("Proxy-Authenticate").Count(), challenge.Headers.GetAll("WWW-Authenticate").Count()));
    }

    [Fact]
    public async Task A_message_goes_to_all_and_the_first_success_is_told_once()
    {
        var message = _host.ReceiveAuthorized(_alice, _alice.Request("MESSAGE", "sip:bob@sylk.test"));
        var (first, second) = (await _host.Sip.NextSentAsync(), await _host.Sip.NextSentAsync());
        Assert.Null(first.Request.Headers["Record-Route"]);
        first.Answer(202);
        Assert.Equal(202, (await message.NextAsync()).StatusCode);
        second.Answer(200);
        await message.Handled;
        Assert.Single(message.Sent, r => !r.IsProvisional);
        Assert.False(second.IsCancelled);
    }

    [Fact]
    public async Task A_message_that_nobody_answers_is_not_told_as_a_timeout()
    {
        var message = _host.ReceiveAuthorized(_alice, _alice.Request("MESSAGE", "sip:bob@sylk.test"));
        (await _host.Sip.NextSentAsync()).Answer(408);
        (await _host.Sip.NextSentAsync()).Answer(408);
        Assert.Equal(480, (await message.FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task What_was_asked_of_the_session_passes_unchanged_both_ways()
    {
        var carol = _host.Registered("carol", Peers.Udp("198.51.100.10"));
        var invite = _alice.Request("INVITE", "sip:carol@sylk.test");
        invite.Headers.Add("Supported", "timer");
        invite.Headers.Add("Require", "timer");
        invite.Headers.Add("Session-Expires", "1800;refresher=uac");
        invite.Headers.Add("Min-SE", "120");
        var call = _host.ReceiveAuthorized(_alice, invite);
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal(("timer", "1800;refresher=uac", "120"), (sent.Request.Headers["Require"], sent.Request.Headers["Session-Expires"], sent.Request.Headers["Min-SE"]));
        sent.Answer(422, r => r.Headers.Add("Min-SE", "3600"));
        Assert.Equal("3600", (await call.FinalAsync()).Headers["Min-SE"]);
        Assert.NotNull(carol.ContactUri);
    }

    private async Task<(FakeServerTransaction Call, FakeClientTransaction First, FakeClientTransaction Second)> CallAsync()
    {
        var call = _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        return (call, await _host.Sip.NextSentAsync(), await _host.Sip.NextSentAsync());
    }
}
