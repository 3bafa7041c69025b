using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Sylk.Sip.Transports;

/// <summary>Makes TLS of connections. Certificates are read again when their files change; while they cannot be read, those
/// from before are used on.</summary>
internal sealed partial class TlsContext
{
    public const string Name = "TLS";

    private readonly SipTlsOptions _options;
    private readonly TlsFiles<SslStreamCertificateContext>? _certificate;
    private readonly TlsFiles<X509Certificate2Collection>? _authorities;

    private readonly ILogger _logger;

    /// <exception cref="IOException">A file cannot be read; the message names it.</exception>
    public TlsContext(SipTlsOptions options, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        if (options.CertificateFile is { } certificate)
        {
            _certificate = new([certificate, options.KeyFile ?? certificate], () => ReadCertificate(certificate, options.KeyFile), LogNotRenewed);
        }

        if (options.AuthorityFile is { } authority)
        {
            _authorities = new([authority], () => ReadAll(authority), LogNotRenewed);
        }
    }

    /// <summary>Whether there is a certificate to accept connections with.</summary>
    public bool CanAccept => _certificate is not null;

    public async Task<SslStream> AcceptAsync(Stream inner, CancellationToken cancellationToken)
    {
        var stream = new SslStream(inner);
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificateContext = _certificate!.Current, AllowRenegotiation = false }, cancellationToken);
        return stream;
    }

    /// <param name="inner">The connected stream.</param>
    /// <param name="domain">The SIP domain or address the certificate must be for.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<SslStream> ConnectAsync(Stream inner, string domain, CancellationToken cancellationToken)
    {
        var fault = "";
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = domain.Trim('[', ']'),
            AllowRenegotiation = false,
            CertificateChainPolicy = Policy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                fault = _options.VerifyServer ? FaultOf(certificate as X509Certificate2, chain, errors, domain) : null;
                return fault is null;
            },
        };
        var stream = new SslStream(inner);
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch (AuthenticationException e)
        {
            throw new IOException(string.IsNullOrEmpty(fault) ? e.Message : fault, e);
        }

        return stream;
    }

    private static string? FaultOf(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string domain)
    {
        if (certificate is null)
        {
            return "the server has no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return $"the certificate is not trusted: {chain?.ChainStatus.Select(s => s.StatusInformation.Trim()).FirstOrDefault()}";
        }

        return SipDomainCertificate.IsFor(certificate, domain) ? null : $"the certificate is not for {domain}";
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities.Current);
        }

        return policy;
    }

    private static SslStreamCertificateContext ReadCertificate(string certificateFile, string? keyFile)
    {
        var certificate = Read(certificateFile, () => X509Certificate2.CreateFromPemFile(certificateFile, keyFile));
        var all = ReadAll(certificateFile);
        all.RemoveAt(0);
        return SslStreamCertificateContext.Create(certificate, all, offline: true);
    }

    private static X509Certificate2Collection ReadAll(string file) => Read(file, () =>
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(file);
        return all.Count > 0 ? all : throw new CryptographicException("there is no certificate in it");
    });

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"cannot read the certificate {file}: {e.Message}", e);
        }
    }

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Files of TLS have changed and cannot be used, the old ones stay in use: {Reason}")]
    private partial void LogNotRenewed(string reason);
}
