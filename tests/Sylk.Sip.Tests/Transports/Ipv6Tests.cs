using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.Transports;

public sealed class Ipv6Tests
{
    private static readonly SipStackOptions Both = TestStack.Options with { Listen = [IPAddress.Loopback, IPAddress.IPv6Loopback] };

    [Theory]
    [InlineData("UDP")]
    [InlineData("TCP")]
    public async Task Requests_go_there_and_back(string transport)
    {
        await using var server = new TestStack(options: TestStack.Options with { Listen = [IPAddress.IPv6Loopback] });
        await using var client = new TestStack(options: Both);
        var outcome = new Outcome(client);
        var uri = SipUri.Parse($"sip:x@{server.EndPoint(transport)};transport={transport.ToLowerInvariant()}");
        Assert.Equal("[::1]", uri.Host);
        outcome.Send(uri);
        Assert.Equal("200", await outcome.End.NextAsync());
        var via = (await server.Requests.NextAsync()).Via!;
        Assert.Equal((transport, "[::1]"), (via.Transport, via.Host));
        Assert.Equal(client.Stack.Listeners.First(l => l.Transport == transport && l.EndPoint.Address.Equals(IPAddress.IPv6Loopback)).EndPoint.Port, via.Port);
    }

    [Fact]
    public async Task A_large_request_goes_over_TCP()
    {
        await using var server = new TestStack(options: TestStack.Options with { Listen = [IPAddress.IPv6Loopback] });
        await using var client = new TestStack(options: Both);
        var outcome = new Outcome(client);
        outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("UDP")}"), new byte[2000]);
        Assert.Equal("200", await outcome.End.NextAsync());
        Assert.Equal("TCP", (await server.Requests.NextAsync()).Via!.Transport);
    }

    [Fact]
    public async Task A_peer_of_the_other_family_cannot_be_reached()
    {
        await using var server = new TestStack(options: TestStack.Options with { Listen = [IPAddress.IPv6Loopback] });
        await using var client = new TestStack();
        var outcome = new Outcome(client);
        outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("UDP")}"));
        Assert.Equal("TransportError", await outcome.End.NextAsync());
    }
}
