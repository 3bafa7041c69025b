using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Tests.Transports;

/// <summary>RFC 5922 section 7: which domains a certificate speaks for.</summary>
public sealed class SipDomainCertificateTests
{
    [Theory]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", "EXAMPLE.com", true)]
    [InlineData("example.com", "sip.example.com", false)]
    [InlineData("*.example.com", "sip.example.com", false)]
    public void A_host_name_is_that_domain_and_no_other(string name, string domain, bool expected) =>
        Assert.Equal(expected, SipDomainCertificate.IsFor(Certificate("CN=unused", n => n.AddDnsName(name)), domain));

    [Theory]
    [InlineData("sip:example.com", "example.com", true)]
    [InlineData("sip:other.example.com", "example.com", false)]
    [InlineData("sip:user@example.com", "example.com", false)]
    public void A_SIP_URI_counts_before_host_names(string uri, string domain, bool expected) =>
        Assert.Equal(expected, SipDomainCertificate.IsFor(
            Certificate("CN=example.com", n =>
            {
                n.AddUri(new Uri(uri));
                n.AddDnsName(expected ? "other.example.com" : "third.example.com");
            }),
            domain));

    [Fact]
    public void The_common_name_counts_only_where_there_is_nothing_else()
    {
        Assert.True(SipDomainCertificate.IsFor(Certificate("CN=example.com", null), "example.com"));
        Assert.False(SipDomainCertificate.IsFor(Certificate("CN=example.com", n => n.AddDnsName("other.example.com")), "example.com"));
    }

    [Fact]
    public void An_address_is_one_of_the_addresses()
    {
        var certificate = Certificate("CN=unused", n => n.AddIpAddress(IPAddress.IPv6Loopback));
        Assert.True(SipDomainCertificate.IsFor(certificate, "[::1]"));
        Assert.False(SipDomainCertificate.IsFor(certificate, "127.0.0.1"));
    }

    private static X509Certificate2 Certificate(string subject, Action<SubjectAlternativeNameBuilder>? addNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (addNames is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            addNames(names);
            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
