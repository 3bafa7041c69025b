using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>Asks a mail server whether a password is right, and for nothing else (RFC 9051): TLS from the start, login, logout.</summary>
internal sealed class ImapClient(LoginSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly X509Certificate2Collection? _authorities = settings.CaFile is null ? null : settings.Authorities() ?? [];

    /// <summary>Tries a password.</summary>
    public async Task<LoginOutcome> LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        // SASL has NUL as separator (RFC 4616); no user and no password has one.
        if (user.Length == 0 || user.Contains('\0', StringComparison.Ordinal) || password.Contains('\0', StringComparison.Ordinal))
        {
            return LoginOutcome.Refused;
        }

        using var timeout = new CancellationTokenSource(Limit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(settings.Host, settings.Port, limit.Token);
            await using var tls = new SslStream(socket.GetStream());
            await tls.AuthenticateAsClientAsync(Options(), limit.Token);
            return await TalkAsync(new(tls), user, password, limit.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return LoginOutcome.Unavailable(e is OperationCanceledException ? $"no answer within {Limit.TotalSeconds:0} s" : e.Message);
        }
    }

    private static async Task<LoginOutcome> TalkAsync(ImapStream server, string user, string password, CancellationToken cancellationToken)
    {
        // A server to which everybody is logged in already would call every password right.
        var greeting = await server.ReadLineAsync(cancellationToken);
        if (!greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase))
        {
            return LoginOutcome.Unavailable($"the mail server greets with {greeting.Split(' ', 3).ElementAtOrDefault(1)}");
        }

        var capabilities = await CapabilitiesAsync(server, cancellationToken);
        var answer = capabilities.Contains("AUTH=PLAIN") ? await AuthenticateAsync(server, user, password, cancellationToken)
            : capabilities.Contains("LOGINDISABLED") ? "BAD the mail server takes no passwords"
            : await LogInAsync(server, user, password, cancellationToken);
        var outcome = Judge(answer);
        await server.WriteAsync("x3 LOGOUT\r\n", cancellationToken);
        return outcome;
    }

    private static async Task<HashSet<string>> CapabilitiesAsync(ImapStream server, CancellationToken cancellationToken)
    {
        await server.WriteAsync("x1 CAPABILITY\r\n", cancellationToken);
        var capabilities = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (await server.ReadLineAsync(cancellationToken) is var line && !line.StartsWith("x1 ", StringComparison.Ordinal))
        {
            if (line.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            {
                capabilities.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..]);
            }
        }

        return capabilities;
    }

    /// <summary>AUTHENTICATE PLAIN (RFC 9051 section 6.2.2): any character may be in a password.</summary>
    private static async Task<string> AuthenticateAsync(ImapStream server, string user, string password, CancellationToken cancellationToken)
    {
        await server.WriteAsync("x2 AUTHENTICATE PLAIN\r\n", cancellationToken);
        if (await AnswerAsync(server, cancellationToken) is { } early)
        {
            return early;
        }

        await server.WriteAsync($"{Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"))}\r\n", cancellationToken);
        return await AnswerAsync(server, cancellationToken) ?? "BAD the mail server wants to know more";
    }

    /// <summary>LOGIN (RFC 9051 section 6.2.3) with literals, in which any character may be.</summary>
    private static async Task<string> LogInAsync(ImapStream server, string user, string password, CancellationToken cancellationToken)
    {
        await server.WriteAsync($"x2 LOGIN {{{Encoding.UTF8.GetByteCount(user)}}}\r\n", cancellationToken);
        if (await AnswerAsync(server, cancellationToken) is { } early)
        {
            return early;
        }

        await server.WriteAsync($"{user} {{{Encoding.UTF8.GetByteCount(password)}}}\r\n", cancellationToken);
        if (await AnswerAsync(server, cancellationToken) is { } late)
        {
            return late;
        }

        await server.WriteAsync($"{password}\r\n", cancellationToken);
        return await AnswerAsync(server, cancellationToken) ?? "BAD the mail server wants to know more";
    }

    /// <summary>The answer to the second command; <c>null</c> if the server waits for more of it.</summary>
    private static async Task<string?> AnswerAsync(ImapStream server, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await server.ReadLineAsync(cancellationToken);
            if (line.StartsWith('+'))
            {
                return null;
            }

            if (line.StartsWith("x2 ", StringComparison.Ordinal))
            {
                return line[3..];
            }

            if (line.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase))
            {
                return "BAD the mail server hangs up";
            }
        }
    }

    /// <summary>NO means a wrong password, unless a response code says that the server cannot tell now (RFC 5530).</summary>
    private static LoginOutcome Judge(string answer) => answer.Split(' ', 3) switch
    {
        ["OK", ..] => LoginOutcome.Accepted,
        ["NO", "[UNAVAILABLE]" or "[SERVERBUG]" or "[CONTACTADMIN]" or "[INUSE]" or "[LIMIT]", ..] => LoginOutcome.Unavailable(answer),
        ["NO", ..] => LoginOutcome.Refused,
        _ => LoginOutcome.Unavailable(answer),
    };

    private SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = settings.Host };
        if (_authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return options;
    }
}

/// <summary>What a mail server said to a password.</summary>
/// <remarks><c>Problem</c>: why it could not tell, or <c>null</c>.</remarks>
internal sealed record LoginOutcome(bool IsAccepted, string? Problem)
{
    public static readonly LoginOutcome Accepted = new(true, null);
    public static readonly LoginOutcome Refused = new(false, null);

    public static LoginOutcome Unavailable(string problem) => new(false, problem);
}
