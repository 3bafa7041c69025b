using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sylk.Sip.Tests.Transports;

/// <summary>A certificate for a name, signed by itself, in files.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sip-tls");

    public TestAuthority(string name) => Write(name);

    public string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

    public string KeyFile => Path.Combine(_folder.FullName, "key.pem");

    public void Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _folder.Delete(true);
}
