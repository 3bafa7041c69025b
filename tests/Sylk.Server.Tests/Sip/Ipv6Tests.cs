using System.Net;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Sip;

public sealed class Ipv6Tests
{
    [Theory]
    [InlineData("[\"::1\"]")]
    [InlineData("[\"127.0.0.1\", \"::1\"]")]
    [InlineData("[\"::\"]")]
    public async Task A_call_is_made_and_hung_up(string listen)
    {
        await using var server = await RunningServer.StartAsync($"listen = {listen}", "[applications]\ndefault = \"probe\"", "probe");
        var port = server.Server.SipListeners.First(l => l.Transport == "UDP" && l.EndPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6).EndPoint.Port;
        using var phone = new RawPhone(new(IPAddress.IPv6Loopback, port), "::1");
        var invite = phone.Request("INVITE", "anybody");
        var success = await phone.AskAsync(invite);
        Assert.Equal((200, "[::1]", port), (success.StatusCode, success.Contact!.Uri.Host, success.Contact.Uri.Port));
        await phone.AcknowledgeAsync(invite, success);
        var stopping = server.StopAsync();
        var bye = await phone.NextRequestAsync("BYE");
        Assert.Equal(("[::1]", port), (bye.Via!.Host, bye.Via.Port));
        await phone.SendAsync(bye.CreateResponse(200));
        await stopping;
    }
}
