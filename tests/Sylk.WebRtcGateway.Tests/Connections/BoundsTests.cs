using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Connections;

public sealed class BoundsTests
{
    [Theory]
    [InlineData(10, 1000)]
    [InlineData(100_000, 100_000)]
    public async Task A_browser_that_never_reads_is_disconnected(int sendQueue, int nameLength)
    {
        await using var host = await GatewayHost.StartAsync(s => s.SendQueue = sendQueue);
        var (browser, registration) = await host.RegisterAsync("alice@sylk.test");
        var request = $$"""{"sylkrtc":"{{new string('x', nameLength)}}","transaction":"t"}""";
        var lost = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                await browser.SendAsync(request);
            }
        });
        Assert.True(lost is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException, lost.ToString());
        await registration.Disposed;
        browser.Dispose();
    }

    [Fact]
    public async Task No_more_than_256_requests_wait_and_none_is_lost()
    {
        const int count = 300;
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync("alice@sylk.test");
        host.Sip.SlowRoutes = new();
        for (var i = 0; i < count; i++)
        {
            await browser.StartAsync($$"""{"sylkrtc":"session-create","session":"s{{i}}","account":"alice@sylk.test","uri":"bob@far.test","sdp":"v=0\r\no=\r\ns=\r\nm="}""");
        }

        var waiting = 0;
        while (waiting < 256)
        {
            waiting = await Deadline.Read(host.Sip.RouteLookups.Reader);
        }

        // One more is let in for each that is done with.
        host.Sip.Unroutable["far.test"] = "no results found";
        host.Sip.SlowRoutes.SetResult();
        for (var i = 0; i < count; i++)
        {
            Assert.Equal("DNS lookup error: no results found", (string?)(await browser.ReceiveAsync())!["error"]);
        }

        while (host.Sip.RouteLookups.Reader.TryRead(out var more))
        {
            Assert.InRange(more, 1, 256);
        }
    }

    [Fact]
    public async Task A_connection_has_1000_accounts_at_most()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync();
        for (var i = 0; i < 1000; i++)
        {
            await browser.RequestAsync($$"""{"sylkrtc":"account-add","account":"u{{i}}@sylk.test","password":"x"}""");
        }

        await browser.RefusedAsync("""{"sylkrtc":"account-add","account":"one-more@sylk.test","password":"x"}""", "Too many accounts");
    }

    [Fact]
    public async Task A_browser_that_does_not_answer_pings_is_gone()
    {
        await using var host = await GatewayHost.StartAsync(s => s.PingInterval = TimeSpan.FromMilliseconds(100));
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "GET /webrtcgateway/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sylkRTC-2\r\n\r\n"));
        await host.Log.NextAsync($"Browser {client.Client.LocalEndPoint} connected");
        await host.Log.NextAsync($"Browser {client.Client.LocalEndPoint} has gone");
    }
}
