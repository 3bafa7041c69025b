using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Sylk.Sip.Transports;

/// <summary>For which SIP domains a certificate is (RFC 5922 section 7).</summary>
internal static class SipDomainCertificate
{
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>SIP URIs in the certificate count before DNS names; there are no wildcards (RFC 5922 section 7.2).</summary>
    public static bool IsFor(X509Certificate2 certificate, string domain)
    {
        var host = domain.Trim('[', ']').TrimEnd('.');
        var extension = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == SubjectAlternativeName);
        if (extension is null)
        {
            return Equal(certificate.GetNameInfo(X509NameType.SimpleName, false), host);
        }

        try
        {
            return IsFor(extension.RawData, host);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool IsFor(byte[] names, string host)
    {
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        var (uris, dns) = (new List<string>(), new List<string>());
        var reader = new AsnReader(names, AsnEncodingRules.DER).ReadSequence();
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            switch (tag.TagValue)
            {
                case 2:
                    dns.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                    break;
                case 6:
                    uris.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                    break;
                case 7:
                    if (reader.ReadOctetString(tag) is { Length: 4 or 16 } bytes && new IPAddress(bytes).Equals(address))
                    {
                        return true;
                    }

                    break;
                default:
                    reader.ReadEncodedValue();
                    break;
            }
        }

        var domains = uris.Where(u => u.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) && !u.Contains('@')).Select(u => u[4..]).ToList();
        return (domains.Count > 0 ? domains : dns).Any(d => Equal(d, host));
    }

    private static bool Equal(string a, string b) => a.TrimEnd('.').Equals(b, StringComparison.OrdinalIgnoreCase);
}
