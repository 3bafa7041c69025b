using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sylk.Server.Tests.Support;

/// <summary>A certificate and its key in two files, which may be renewed.</summary>
internal sealed class TestCertificate : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-certificate").FullName;

    public TestCertificate(string name) => Renew(name);

    public string CertificatePath => Path.Combine(_directory, "fullchain.pem");

    public string KeyPath => Path.Combine(_directory, "privkey.pem");

    /// <summary>Writes new files.</summary>
    public void Renew(string name)
    {
        var (certificate, key) = Make(name);
        Write(CertificatePath, certificate);
        Write(KeyPath, key);
    }

    /// <summary>Half of a renewal: a certificate whose key is not there yet.</summary>
    public void RenewWithoutKey(string name) => Write(CertificatePath, Make(name).Certificate);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Writes as renewal programs do: the time of the file is another one, however soon it is written again.</summary>
    private static void Write(string path, string text)
    {
        var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.UtcNow;
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }
}
