using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Server.Tests.Support;
using Sylk.Sip.Parsing;

namespace Sylk.Server.Tests.Sip;

public sealed class OutboundProxyTests
{
    [Fact]
    public async Task What_applications_send_goes_by_the_proxy_of_the_settings()
    {
        using var proxy = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var server = await RunningServer.StartAsync(
            $"outbound_proxy = \"{proxy.Client.LocalEndPoint}\"", $"[applications]\nplugin_dir = \"{TestPlugins.BuiltIn}\"\nenabled = [\"echo\"]\ndefault = \"echo\"");
        using var phone = new RawPhone(server.Sip());
        var message = phone.Request("MESSAGE", "echo", ("From", "<sip:somebody@elsewhere.test>;tag=1"));
        message.SetBody("text/plain", "hello");
        Assert.Equal(200, (await phone.AskAsync(message)).StatusCode);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var datagram = await proxy.ReceiveAsync(patience.Token);
        Assert.True(SipMessageParser.TryParse(datagram.Buffer, SipLimits.Default, out var sent, out _));
        var echoed = Assert.IsType<SipRequest>(sent);
        Assert.Equal(("MESSAGE", "sip:somebody@elsewhere.test", "> hello"), (echoed.Method, echoed.RequestUri.ToString(), echoed.BodyText));
        Assert.Equal($"<sip:{proxy.Client.LocalEndPoint};lr>", echoed.Headers["Route"]);
        await proxy.SendAsync(SipMessageWriter.ToArray(echoed.CreateResponse(200)), datagram.RemoteEndPoint, patience.Token);
    }
}
