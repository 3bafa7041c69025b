using System.Net;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.Transactions;

/// <summary>Where responses go (RFC 3261 section 18.2.2, RFC 3581), and what a busy server answers.</summary>
public sealed class ResponseRoutingTests : IDisposable
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("203.0.113.50"), 40000);
    private readonly ScriptedPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Theory]
    [InlineData("203.0.113.50:40000", "203.0.113.50:40000", null, null)]
    [InlineData("203.0.113.50:5070", "203.0.113.50:5070", null, null)]
    [InlineData("203.0.113.50", "203.0.113.50:5060", null, null)]
    [InlineData("10.0.0.5:5070", "203.0.113.50:5070", "203.0.113.50", null)]
    [InlineData("phone.example.com", "203.0.113.50:5060", "203.0.113.50", null)]
    [InlineData("10.0.0.5:5070;rport", "203.0.113.50:40000", "203.0.113.50", "40000")]
    [InlineData("203.0.113.50:5070;rport", "203.0.113.50:40000", "203.0.113.50", "40000")]
    public void Over_UDP_they_go_to_the_source_and_its_port_where_the_client_asks_for_that(string sentBy, string to, string? received, string? rport)
    {
        var options = _peer.NewRequest("OPTIONS");
        options.Headers["Via"] = $"SIP/2.0/UDP {sentBy};branch=z9hG4bKroute";
        _peer.Send(options, _peer.Network.FlowTo("UDP", Source));
        var (message, flow) = Assert.Single(_peer.Network.Sent);
        Assert.Equal(IPEndPoint.Parse(to), flow.RemoteEndPoint);
        Assert.Equal((received, rport), (message.Via!.Parameters["received"], message.Via.Parameters["rport"]));
    }

    [Fact]
    public void An_address_that_the_client_claims_to_have_been_received_from_counts_for_nothing()
    {
        var options = _peer.NewRequest("OPTIONS");
        options.Headers["Via"] = "SIP/2.0/UDP 10.0.0.5;received=198.51.100.99;branch=z9hG4bKroute";
        _peer.Send(options, _peer.Network.FlowTo("UDP", Source));
        var (message, flow) = Assert.Single(_peer.Network.Sent);
        Assert.Equal((Source.Address, "203.0.113.50"), (flow.RemoteEndPoint.Address, message.Via!.Parameters["received"]));
    }

    [Fact]
    public void A_server_with_too_much_to_do_refuses_what_is_new_and_serves_its_dialogs()
    {
        var (_, invite) = _peer.Establish();
        for (var i = 0; i < 100; i++)
        {
            _peer.Send(_peer.NewRequest("OPTIONS").With("Call-ID", $"{i}"));
        }

        _peer.Network.Sent.Clear();
        _peer.Send(_peer.NewRequest("OPTIONS").With("Call-ID", "too-many"));
        Assert.NotNull(_peer.NextResponse(503).Headers["Retry-After"]);
        _peer.Send(_peer.InDialog("OPTIONS", 10, invite));
        _peer.NextResponse(200);
        _peer.Loop.Advance(TimeSpan.FromSeconds(32));
        _peer.Send(_peer.NewRequest("OPTIONS").With("Call-ID", "later"));
        _peer.NextResponse(200);
    }

    [Fact]
    public void A_request_that_came_two_ways_is_served_once()
    {
        _peer.Send(_peer.NewRequest("OPTIONS"));
        _peer.NextResponse(200);
        _peer.Send(_peer.NewRequest("OPTIONS"));
        _peer.NextResponse(482);
    }
}
