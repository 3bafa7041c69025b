using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Proxying;

/// <summary>What a proxy refuses (RFC 3261 section 16.3), and for whom it works.</summary>
public sealed class RequestCheckTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new(s => s.MaxBreadth = 4);
    private readonly Phone _alice = new("alice", Peers.Udp("198.51.100.1")), _outsider = new("mallory", Peers.Udp("198.51.100.66"), "elsewhere.test");
    private readonly Phone _bob;

    public RequestCheckTests() => _bob = _host.Registered("bob", Peers.Udp("198.51.100.9"));

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("0", 483)]
    [InlineData("300", 400)]
    [InlineData("many", 400)]
    public void Max_Forwards_is_checked_before_anything_is_asked(string hops, int expected)
    {
        var request = _alice.Request("INVITE", "sip:bob@sylk.test");
        request.Headers["Max-Forwards"] = hops;
        Assert.Equal(expected, _host.Receive(request, _alice.Peer).Final!.StatusCode);
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("70", "69")]
    [InlineData(null, "70")]
    public async Task Each_hop_is_counted(string? before, string after)
    {
        var request = _alice.Request("INVITE", "sip:bob@sylk.test");
        request.Headers["Max-Forwards"] = before;
        _host.ReceiveAuthorized(_alice, request);
        Assert.Equal(after, (await _host.Sip.NextSentAsync()).Request.Headers["Max-Forwards"]);
    }

    [Fact]
    public void An_extension_that_the_proxy_does_not_know_is_refused()
    {
        var request = _alice.Request("INVITE", "sip:bob@sylk.test");
        request.Headers["Proxy-Require"] = "unheard-of";
        var response = _host.Receive(request, _alice.Peer).Final!;
        Assert.Equal((420, "unheard-of"), (response.StatusCode, response.Headers["Unsupported"]));
    }

    [Fact]
    public async Task A_request_that_comes_back_as_it_was_is_a_loop_and_one_that_has_changed_is_not()
    {
        _host.Registered("carol", Peers.Udp("198.51.100.10"));
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        var sent = await _host.Sip.NextSentAsync();

        var back = Returned(sent.Request, "sip:bob@sylk.test");
        Assert.Equal(482, (await ReceiveProvenAsync(back)).StatusCode);

        _host.Receive(Authorized(Returned(sent.Request, "sip:carol@sylk.test")), _alice.Peer);
        Assert.Equal("sip:carol@198.51.100.10:5060", (await _host.Sip.NextSentAsync()).Request.RequestUri.ToString());
    }

    [Fact]
    public async Task Branches_are_counted_and_a_request_that_has_none_left_is_refused()
    {
        for (var i = 0; i < 3; i++)
        {
            _host.Register(_bob, string.Create(CultureInfo.InvariantCulture, $"<sip:bob@198.51.100.2{i}>"));
        }

        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        Assert.Equal("1", (await _host.Sip.NextSentAsync()).Request.Headers["Max-Breadth"]);
        var narrow = _alice.Request("INVITE", "sip:bob@sylk.test");
        narrow.Headers["Max-Breadth"] = "3";
        Assert.Equal(440, (await _host.ReceiveAuthorized(_alice, narrow).FinalAsync()).StatusCode);
    }

    [Fact]
    public async Task Somebody_from_elsewhere_reaches_users_here_without_a_password()
    {
        _host.Receive(_outsider.Request("INVITE", "sip:bob@sylk.test"), _outsider.Peer);
        Assert.Equal(_bob.ContactUri, (await _host.Sip.NextSentAsync()).Request.RequestUri.ToString());
    }

    [Fact]
    public void Nobody_from_elsewhere_is_led_elsewhere() =>
        Assert.Equal(403, _host.Receive(_outsider.Request("INVITE", "sip:victim@third.test"), _outsider.Peer).Final!.StatusCode);

    [Fact]
    public void A_sender_from_here_has_to_prove_it() =>
        Assert.Equal(407, _host.Receive(_alice.Request("INVITE", "sip:bob@sylk.test"), _alice.Peer).Final!.StatusCode);

    [Fact]
    public async Task Nobody_sends_under_the_name_of_another_user()
    {
        var request = _alice.Request("INVITE", "sip:bob@sylk.test");
        request.Headers["From"] = "<sip:carol@sylk.test>;tag=1";
        Assert.Equal(403, (await _host.ReceiveAuthorized(_alice, request).FinalAsync()).StatusCode);
    }

    [Fact]
    public void Nobody_outside_sends_under_the_name_of_an_application()
    {
        var request = _alice.Request("MESSAGE", "sip:bob@sylk.test");
        request.Headers["From"] = "<sip:echo@sylk.test>;tag=1";
        Assert.Equal(403, _host.Receive(request, _alice.Peer).Final!.StatusCode);
    }

    [Theory]
    [InlineData("P-Asserted-Identity", "<sip:boss@sylk.test>")]
    [InlineData("X-Sylk-App", "webrtcgateway")]
    public async Task What_only_trusted_peers_may_say_goes_no_further(string header, string value)
    {
        var request = _outsider.Request("INVITE", "sip:bob@sylk.test");
        request.Headers.Add(header, value);
        _host.Receive(request, _outsider.Peer);
        Assert.Null((await _host.Sip.NextSentAsync()).Request.Headers[header]);
    }

    [Fact]
    public async Task An_application_is_called_by_its_address()
    {
        _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:echo@sylk.test"));
        Assert.Equal("echo", (await _host.Sip.NextSentAsync()).Request.Headers["X-Sylk-App"]);
    }

    [Theory]
    [InlineData("sip:nobody@sylk.test", 404)]
    [InlineData("sip:carol@sylk.test", 480)]
    [InlineData("sip:sylk.test", 405)]
    public async Task Who_is_not_here_is_told_so(string uri, int expected) =>
        Assert.Equal(expected, (await _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", uri)).FinalAsync()).StatusCode);

    [Fact]
    public void A_Route_that_was_not_made_here_leads_nowhere()
    {
        var request = CallTests.InDialog(_outsider, "BYE", "sip:victim@third.test", [$"<sip:{new string('x', 60)}@{FakeSip.Host}:5060;lr>"]);
        Assert.Equal(481, _host.Receive(request, _outsider.Peer).Final!.StatusCode);
    }

    [Fact]
    public async Task A_Route_of_another_dialog_leads_nowhere()
    {
        var call = _host.ReceiveAuthorized(_alice, _alice.Request("INVITE", "sip:bob@sylk.test"));
        (await _host.Sip.NextSentAsync()).Answer(200);
        var routes = (await call.FinalAsync()).Headers.GetAll("Record-Route").Reverse();
        Assert.Equal(481, _host.Receive(CallTests.InDialog(_outsider, "BYE", "sip:victim@third.test", routes), _outsider.Peer).Final!.StatusCode);
    }

    /// <summary>What was sent, as it would come back over a proxy elsewhere.</summary>
    private static SipRequest Returned(SipRequest sent, string uri)
    {
        var back = sent.Clone();
        back.RequestUri = SipUri.Parse(uri);
        back.Headers.Remove("Record-Route");
        back.Headers.AddFirst("Via", "SIP/2.0/UDP 198.51.100.200;branch=z9hG4bKreturned");
        return back;
    }

    private SipRequest Authorized(SipRequest request) => _alice.Authorize(request, _host.Receive(request, _alice.Peer).Final!);

    private async Task<SipResponse> ReceiveProvenAsync(SipRequest request)
    {
        var proven = Authorized(request);
        proven.Headers["CSeq"] = request.Headers["CSeq"];
        return await _host.Receive(proven, _alice.Peer).FinalAsync();
    }
}
