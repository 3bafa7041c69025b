using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Registration;

/// <summary>How a phone is reached again: along the way it came, or where its Contact says (RFC 5626, RFC 3581).</summary>
public sealed class FlowTests : IAsyncDisposable
{
    private const string Instance = "+sip.instance=\"<urn:uuid:1>\"";
    private readonly RegistrarHost _host = new();
    private readonly Phone _alice = new("alice", Peers.Udp("198.51.100.1"));

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("198.51.100.7:5060", true, false)]
    [InlineData("10.0.0.5:5060", true, true)]
    [InlineData("10.0.0.5:5060", false, true)]
    [InlineData("198.51.100.7:6000", true, true)]
    [InlineData("198.51.100.7:6000", false, false)]
    [InlineData("phone.example.com", true, true)]
    public async Task A_phone_over_UDP_is_reached_at_its_source_where_a_NAT_is_seen(string sentBy, bool isSymmetric, bool byFlow)
    {
        var bob = new Phone("bob", Peers.Udp()) { SentBy = sentBy, ContactUri = "sip:bob@10.0.0.5" };
        var register = bob.Register($"<{bob.ContactUri}>");
        register.Headers["Via"] = isSymmetric ? register.Headers["Via"] : register.Headers["Via"]!.Replace(";rport", "", StringComparison.Ordinal);
        var answered = _host.Receive(bob.Authorize(register, _host.Receive(register, bob.Peer).Final!), bob.Peer);
        Assert.Equal(200, answered.Final!.StatusCode);
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal("sip:bob@10.0.0.5", sent.Request.RequestUri.ToString());
        Assert.Equal(byFlow ? bob.Peer.Flow : null, sent.Destination.Flow);
    }

    [Fact]
    public async Task Requests_of_the_callee_reach_a_caller_behind_a_NAT_at_its_source()
    {
        var bob = _host.Registered("bob", Peers.Udp("198.51.100.9"));
        var alice = new Phone("alice", Peers.Udp("203.0.113.1", 40000)) { SentBy = "10.0.0.5:5060", ContactUri = "sip:alice@10.0.0.5" };
        var invite = _host.ReceiveAuthorized(alice, alice.Request("INVITE", "sip:bob@sylk.test"));
        (await _host.Sip.NextSentAsync()).Answer(200);
        var success = await invite.FinalAsync();

        var bye = bob.Request("BYE", alice.ContactUri);
        bye.Headers["From"] = success.Headers["To"];
        bye.Headers["To"] = success.Headers["From"];
        bye.Headers["Call-ID"] = success.CallId;
        foreach (var route in success.Headers.GetAll("Record-Route"))
        {
            bye.Headers.Add("Route", route);
        }

        _host.Receive(bye, bob.Peer);
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal(alice.Peer.Flow, sent.Destination.Flow);
        Assert.Equal(alice.ContactUri, sent.Request.RequestUri.ToString());
    }

    [Fact]
    public async Task A_phone_over_TLS_is_reached_on_its_connection_and_nowhere_else()
    {
        var bob = _host.Registered("bob", Peers.Tls());
        _host.Sip.DeadFlows.Add(bob.Peer.Flow);
        Assert.Equal(480, await CallAsync());
    }

    [Fact]
    public async Task A_phone_over_TCP_that_names_its_own_address_is_called_there_when_its_connection_has_died()
    {
        var bob = _host.Registered("bob", Peers.Tcp());
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var first = await _host.Sip.NextSentAsync();
        Assert.Equal(bob.Peer.Flow, first.Destination.Flow);
        first.Answer(430);
        var second = await _host.Sip.NextSentAsync();
        Assert.Equal((SipDestination.FromRequest, bob.ContactUri), (second.Destination, second.Request.RequestUri.ToString()));
    }

    [Fact]
    public async Task Outbound_is_agreed_on_and_its_flow_used()
    {
        var bob = new Phone("bob", Peers.Udp());
        Assert.True(Outbound(bob, 1).HasOption("Require", "outbound"));
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        Assert.Equal(bob.Peer.Flow, (await _host.Sip.NextSentAsync()).Destination.Flow);
    }

    [Fact]
    public void Without_the_option_reg_id_means_nothing()
    {
        var bob = new Phone("bob", Peers.Udp());
        Assert.False(_host.Register(bob, $"<{bob.ContactUri}>;{Instance};reg-id=1").HasOption("Require", "outbound"));
    }

    [Fact]
    public void A_new_flow_takes_the_place_of_the_old_one_of_the_same_number()
    {
        Outbound(new Phone("bob", Peers.Tcp(port: 40000)), 1);
        var contacts = Outbound(new Phone("bob", Peers.Tcp(port: 50000)), 1).Headers.GetList("Contact");
        Assert.Contains(":50000>", Assert.Single(contacts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_flows_of_one_phone_are_tried_one_after_the_other_the_newest_first()
    {
        var (first, second) = (new Phone("bob", Peers.Tcp(port: 40000)), new Phone("bob", Peers.Tcp(port: 50000)));
        Outbound(first, 1);
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        Outbound(second, 2);
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal(second.Peer.Flow, sent.Destination.Flow);
        Assert.Equal(1, _host.Sip.SentCount);
        sent.Answer(430);
        Assert.Equal(first.Peer.Flow, (await _host.Sip.NextSentAsync()).Destination.Flow);
    }

    [Fact]
    public async Task A_flow_that_turns_out_to_be_dead_is_forgotten()
    {
        var bob = new Phone("bob", Peers.Tls());
        Outbound(bob, 1);
        var call = _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        (await _host.Sip.NextSentAsync()).Answer(430);
        Assert.Equal(480, (await call.FinalAsync()).StatusCode);
        Assert.Empty(_host.Register(bob).Headers.GetList("Contact"));
    }

    [Fact]
    public void A_proxy_on_the_way_that_keeps_no_flow_makes_outbound_impossible()
    {
        var bob = new Phone("bob", Peers.Udp());
        Assert.Equal(439, Outbound(bob, 1, r => r.Headers.Add("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKfar")).StatusCode);
        Assert.Equal(200, Outbound(bob, 1, r =>
        {
            r.Headers.Add("Via", "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKfar");
            r.Headers.Add("Path", "<sip:flow@192.0.2.77;lr;ob>");
        }).StatusCode);
    }

    [Fact]
    public async Task A_Path_is_told_and_followed()
    {
        var bob = new Phone("bob", Peers.Udp());
        var register = bob.Register($"<{bob.ContactUri}>");
        register.Headers.Add("Path", "<sip:192.0.2.77;lr>");
        register.Headers.Add("Path", "<sip:192.0.2.78;lr>");
        Assert.Equal(2, _host.ReceiveAuthorized(bob, register).Final!.Headers.GetAll("Path").Count());
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var sent = await _host.Sip.NextSentAsync();
        Assert.Equal(["<sip:192.0.2.77;lr>", "<sip:192.0.2.78;lr>"], sent.Request.Headers.GetAll("Route"));
        Assert.Equal(SipDestination.FromRequest, sent.Destination);
    }

    private SipResponse Outbound(Phone phone, int regId, Action<SipRequest>? change = null)
    {
        var request = phone.Register($"<{phone.ContactUri}>;{Instance};reg-id={regId}");
        request.Headers.Add("Supported", "path, outbound");
        change?.Invoke(request);
        return _host.ReceiveAuthorized(phone, request).Final!;
    }

    private async Task<int> CallAsync() =>
        (await _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test")).FinalAsync()).StatusCode;
}
