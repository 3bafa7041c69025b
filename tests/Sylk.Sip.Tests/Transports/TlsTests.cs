using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.Transports;

public sealed class TlsTests
{
    [Fact]
    public async Task Request_goes_over_TLS_to_a_verified_server()
    {
        using var authority = new TestAuthority("127.0.0.1");
        await using var server = new TestStack(options: Server(authority));
        await using var client = new TestStack(options: Client(authority));
        for (var i = 0; i < 2; i++)
        {
            var outcome = new Outcome(client);
            outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("TLS")};transport=tls"));
            Assert.Equal("200", await outcome.End.NextAsync());
            Assert.Equal("TLS", (await server.Requests.NextAsync()).Via!.Transport);
        }
    }

    [Fact]
    public async Task Certificate_for_another_host_is_refused()
    {
        using var authority = new TestAuthority("other.example.com");
        await using var server = new TestStack(options: Server(authority));
        await using var client = new TestStack(options: Client(authority));
        var outcome = new Outcome(client);
        outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("TLS")};transport=tls"));
        Assert.Equal("TransportError", await outcome.End.NextAsync());
        Assert.Contains("not for 127.0.0.1", outcome.Detail, StringComparison.Ordinal);
        Assert.True(server.Requests.IsEmpty);
    }

    [Fact]
    public async Task Certificate_of_an_unknown_authority_is_refused_unless_told_otherwise()
    {
        using var authority = new TestAuthority("127.0.0.1");
        using var another = new TestAuthority("127.0.0.1");
        await using var server = new TestStack(options: Server(authority));
        await using var strict = new TestStack(options: Client(another));
        var refused = new Outcome(strict);
        refused.Send(SipUri.Parse($"sip:x@{server.EndPoint("TLS")};transport=tls"));
        Assert.Equal("TransportError", await refused.End.NextAsync());

        await using var lax = new TestStack(options: TestStack.Options with { Tls = new() { VerifyServer = false } });
        var accepted = new Outcome(lax);
        accepted.Send(SipUri.Parse($"sip:x@{server.EndPoint("TLS")};transport=tls"));
        Assert.Equal("200", await accepted.End.NextAsync());
    }

    [Fact]
    public async Task Changed_certificate_is_used_for_the_next_connection()
    {
        using var authority = new TestAuthority("first.example.com");
        using var log = new LogLines();
        await using var server = new TestStack(options: Server(authority), loggers: log);
        Assert.Equal("CN=first.example.com", await SubjectAsync(server));
        authority.Write("second.example.com");
        Assert.Equal("CN=second.example.com", await SubjectAsync(server));
        Assert.True(log.Lines.IsEmpty);
        await File.WriteAllTextAsync(authority.CertificateFile, "broken");
        Assert.Equal("CN=second.example.com", await SubjectAsync(server));
        Assert.Equal("CN=second.example.com", await SubjectAsync(server));
        Assert.Contains(authority.CertificateFile, await log.Lines.NextAsync(), StringComparison.Ordinal);
        Assert.True(log.Lines.IsEmpty);
        authority.Write("third.example.com");
        Assert.Equal("CN=third.example.com", await SubjectAsync(server));
    }

    [Fact]
    public async Task Peer_that_does_not_shake_hands_is_cut_off()
    {
        using var authority = new TestAuthority("127.0.0.1");
        await using var server = new TestStack(options: Server(authority) with { Connections = new() { ConnectTimeout = TimeSpan.FromMilliseconds(300) } });
        using var peer = await RawConnection.OpenAsync(server.EndPoint("TLS"));
        Assert.Equal("", await peer.ReadRawAsync());
    }

    [Fact]
    public void Missing_certificate_is_named()
    {
        var e = Assert.Throws<IOException>(() => new TestStack(options: TestStack.Options with { TlsPort = 0, Tls = new() { CertificateFile = "/nowhere/cert.pem" } }));
        Assert.Contains("/nowhere/cert.pem", e.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => new TestStack(options: TestStack.Options with { TlsPort = 0 }));
    }

    private static SipStackOptions Server(TestAuthority authority) => TestStack.Options with
    {
        TlsPort = 0,
        Tls = new() { CertificateFile = authority.CertificateFile, KeyFile = authority.KeyFile },
    };

    private static SipStackOptions Client(TestAuthority authority) => TestStack.Options with { Tls = new() { AuthorityFile = authority.CertificateFile } };

    private static async Task<string> SubjectAsync(TestStack server)
    {
        using var raw = await RawConnection.OpenAsync(server.EndPoint("TLS"));
#pragma warning disable CA5359 // looked at below
        await using var tls = new SslStream(raw.Stream, false, static (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("anything");
        return ((X509Certificate2)tls.RemoteCertificate!).Subject;
    }
}
