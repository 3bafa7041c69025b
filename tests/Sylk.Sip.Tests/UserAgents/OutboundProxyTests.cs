using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>The next hop of the settings.</summary>
public sealed class OutboundProxyTests : IDisposable
{
    private static readonly IPEndPoint Proxy = new(IPAddress.Parse("203.0.113.9"), 5080);
    private readonly ScriptedPeer _peer = new(outboundProxy: $"{Proxy};transport=tcp");

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void A_call_goes_by_it_and_so_do_its_ACK_to_a_failure_and_its_retry()
    {
        _peer.Call();
        var invite = Sent("INVITE", Proxy);
        Assert.Equal($"<sip:{Proxy};transport=tcp;lr>", invite.Headers["Route"]);
        Assert.Equal(ScriptedPeer.Uri, invite.RequestUri.ToString());
        Assert.Equal("TCP", invite.Via!.Transport);
    }

    [Fact]
    public void So_do_requests_outside_calls_and_registrations()
    {
        _ = _peer.Agent.SendAsync(new() { Method = "MESSAGE", Target = SipUri.Parse(ScriptedPeer.Uri), From = new(SipUri.Parse("sip:app@example.com")) });
        Sent("MESSAGE", Proxy);
        _peer.Agent.Register(new() { AddressOfRecord = SipUri.Parse("sip:app@example.com"), OnCall = static (_, _) => Task.CompletedTask });
        Sent("REGISTER", Proxy);
    }

    [Fact]
    public void One_of_the_request_itself_counts_before_it()
    {
        _ = _peer.Agent.SendAsync(new()
        {
            Method = "MESSAGE",
            Target = SipUri.Parse(ScriptedPeer.Uri),
            From = new(SipUri.Parse("sip:app@example.com")),
            OutboundProxy = "203.0.113.10",
        });
        Sent("MESSAGE", new(IPAddress.Parse("203.0.113.10"), 5060));
    }

    [Fact]
    public void What_is_for_this_server_itself_stays_here()
    {
        _ = _peer.Agent.SendAsync(new() { Method = "MESSAGE", Target = SipUri.Parse($"sip:app@{FakeNetwork.Ours}"), From = new(SipUri.Parse("sip:app@example.com")) });
        Sent("MESSAGE", FakeNetwork.Ours);
    }

    [Fact]
    public void Requests_within_a_dialog_follow_the_routes_of_the_dialog()
    {
        var call = _peer.Call();
        _peer.Answer(Sent("INVITE", Proxy), 200, "answer");
        Sent("ACK", ScriptedPeer.Address);
        _ = call.EndAsync();
        Sent("BYE", ScriptedPeer.Address);
    }

    private SipRequest Sent(string method, IPEndPoint to)
    {
        _peer.Loop.Run();
        var (message, flow) = _peer.Network.Sent.Dequeue();
        var request = Assert.IsType<SipRequest>(message);
        Assert.Equal((method, to), (request.Method, flow.RemoteEndPoint));
        return request;
    }
}
