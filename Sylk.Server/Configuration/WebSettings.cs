using System.Net;
using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[web]</c></summary>
internal sealed class WebSettings : IValidatedSettings
{
    [Setting("Address and port of the web server; port 0 takes a free one.")]
    public string Listen { get; init; } = "127.0.0.1:10888";

    [Setting("Base URL under which browsers reach the server, for instance `https://phone.example.org`; set it behind a reverse proxy. Without the key it is made from `listen`.")]
    public string? PublicUrl { get; init; }

    [Setting("Certificate chain (PEM), leaf first; it may hold the key too. With it the port serves HTTPS and Secure WebSocket. `self-signed` makes a certificate at first start. Renewed files are picked up while running.",
        IsPath = true, PathWord = CertificateSettings.SelfSigned, Live = true)]
    public string? Certificate { get; init; }

    [Setting("Private key (PEM) of the certificate, if it is in a file of its own.", IsPath = true, Live = true)]
    public string? Key { get; init; }

    [Setting("Addresses or networks of reverse proxies whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` are believed.")]
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    public IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    public bool ListensBeyondLoopback => !IPAddress.IsLoopback(EndPoint.Address);

    public void Validate(ISettingsProblems problems)
    {
        if (!IPEndPoint.TryParse(Listen, out var endPoint) || endPoint.ToString() != Listen)
        {
            problems.Add("listen", "expected an address and port such as 127.0.0.1:10888, 0.0.0.0:10888 or [::]:10888");
        }

        if (PublicUrl is not null && (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.Query.Length > 0 || url.Fragment.Length > 0))
        {
            problems.Add("public_url", "expected a URL that begins with http:// or https:// and has neither query nor fragment");
        }

        CertificateSettings.Validate(Certificate, Key, problems);
        for (var i = 0; i < TrustedProxies.Count; i++)
        {
            if (!NetworkText.TryParse(TrustedProxies[i], out _))
            {
                problems.Add($"trusted_proxies[{i}]", "expected an IP address or a network such as 10.0.0.0/8");
            }
        }
    }
}
