using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sylk.Server.Certificates;

/// <summary>A certificate of our own for trying things out, kept in a file, so that an exception made for it in a browser
/// or phone lasts.</summary>
internal static class SelfSignedCertificate
{
    // Browsers refuse certificates that are valid for longer.
    private const int ValidDays = 397;

    /// <summary>The path of a PEM file with certificate and key; it is made if there is none or it is about to expire.</summary>
    public static string Ensure(string directory, IEnumerable<string> names, DateTimeOffset now)
    {
        var path = Path.Combine(directory, "self-signed.pem");
        if (!IsUsable(path, now))
        {
            Write(path, Create(names, now));
        }

        return path;
    }

    private static bool IsUsable(string path, DateTimeOffset now)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(path);
            return certificate.NotAfter > now.LocalDateTime.AddDays(7);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Create(IEnumerable<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sylk.Server", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(ValidDays));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static void Write(string path, string pem)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(pem);
    }
}
