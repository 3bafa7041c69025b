using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Certificates;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Web;

public sealed class SecureWebTests
{
    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_browser()
    {
        using var files = new TestCertificate("first");
        var time = new ManualTime();
        await using var web = await StartAsync(files, time);
        Assert.Equal("CN=first", await SubjectAsync(web));
        files.Renew("second");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("CN=second", await SubjectAsync(web));
    }

    [Fact]
    public async Task The_same_port_serves_pages_and_secure_websockets()
    {
        using var files = new TestCertificate("first");
        await using var web = await StartAsync(files, TimeProvider.System);
        Assert.Equal($"https://127.0.0.1:{web.Server.EndPoint.Port}/", web.Server.PublicUrl.ToString());
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler);
        Assert.Equal("127.0.0.1 https 127.0.0.1", await client.GetStringAsync(new Uri(web.Server.PublicUrl, "/probe/seen")));
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=first";
        await socket.ConnectAsync(new UriBuilder(web.Server.PublicUrl) { Scheme = "wss", Path = "/probe/ws" }.Uri, CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    private static Task<TestWeb> StartAsync(TestCertificate files, TimeProvider time) =>
        TestWeb.StartAsync(new() { Listen = "127.0.0.1:0" }, new ReloadingCertificate(files.CertificatePath, files.KeyPath, time, NullLogger.Instance));

    private static async Task<string> SubjectAsync(TestWeb web)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(web.Server.EndPoint);
        X509Certificate? shown = null;
        await using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) => (shown = certificate) is not null);
        await tls.AuthenticateAsClientAsync("localhost");
        return shown!.Subject;
    }
}
