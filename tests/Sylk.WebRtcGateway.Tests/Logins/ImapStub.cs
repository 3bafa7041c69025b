using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Logins;

/// <summary>A mail server with TLS from the start and an authority of its own. It knows one user and can misbehave.</summary>
internal sealed class ImapStub : IAsyncDisposable
{
    public const string User = "alice";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _authority = MakeAuthority();
    private readonly X509Certificate2 _certificate;
    private readonly string _file = Path.GetTempFileName();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _running;

    /// <param name="name">Host name in its certificate.</param>
    public ImapStub(string name = "localhost")
    {
        _certificate = MakeCertificate(name);
        File.WriteAllText(_file, _authority.ExportCertificatePem());
        _listener.Start();
        _running = RunAsync();
    }

    public string Greeting { get; set; } = "* OK ready";

    public string Capabilities { get; set; } = "IMAP4rev1 AUTH=PLAIN";

    public string Password { get; set; } = "Süß & \"geheim\" {3}";

    /// <summary>Answer to a wrong password.</summary>
    public string Refusal { get; set; } = "NO [AUTHENTICATIONFAILED] wrong";

    /// <summary>Logins that were tried.</summary>
    public int Logins { get; private set; }

    public LoginSettings Settings => new()
    {
        Domain = "mail.test",
        Type = LoginType.Imap,
        Server = $"localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}",
        CaFile = _file,
    };

    /// <summary>The next line of a client.</summary>
    public ValueTask<string> NextLineAsync() => Deadline.Read(_lines.Reader);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _running;
        File.Delete(_file);
        _certificate.Dispose();
        _authority.Dispose();
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
            }
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopped.Token);
                var server = new ImapStream(tls);
                await server.WriteAsync(Greeting + "\r\n", _stopped.Token);
                while (await ReadAsync(server) is var line && !line.EndsWith("LOGOUT", StringComparison.Ordinal))
                {
                    await AnswerAsync(server, line);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone, or does not trust us.
        }
    }

    private async Task AnswerAsync(ImapStream server, string line)
    {
        var (tag, command) = (line.Split(' ')[0], line.Split(' ', 3));
        switch (command[1])
        {
            case "CAPABILITY":
                await server.WriteAsync($"* CAPABILITY {Capabilities}\r\n{tag} OK done\r\n", _stopped.Token);
                break;
            case "AUTHENTICATE":
                await server.WriteAsync("+ \r\n", _stopped.Token);
                var parts = Encoding.UTF8.GetString(Convert.FromBase64String(await ReadAsync(server))).Split('\0');
                await JudgeAsync(server, tag, parts[1], parts[2]);
                break;
            case "LOGIN":
                await server.WriteAsync("+ go on\r\n", _stopped.Token);
                var user = await ReadAsync(server);
                await server.WriteAsync("+ go on\r\n", _stopped.Token);
                await JudgeAsync(server, tag, user[..user.LastIndexOf(' ')], await ReadAsync(server));
                break;
        }
    }

    private async Task JudgeAsync(ImapStream server, string tag, string user, string password)
    {
        Logins++;
        await server.WriteAsync(user == User && password == Password ? $"* OK by the way\r\n{tag} OK welcome\r\n" : $"{tag} {Refusal}\r\n", _stopped.Token);
    }

    private async Task<string> ReadAsync(ImapStream server)
    {
        var line = await server.ReadLineAsync(_stopped.Token);
        _lines.Writer.TryWrite(line);
        return line;
    }

    private static X509Certificate2 MakeAuthority()
    {
        var request = new CertificateRequest("CN=Test Authority", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }
}
