using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sylk.Media.Plane;

namespace Sylk.Media.Dtls;

/// <summary>Our self-signed certificate. Peers know it by its fingerprint alone (RFC 8122), so it has no name that means
/// anything and lives as long as the process.</summary>
internal sealed class DtlsCertificate
{
    private DtlsCertificate(byte[] certificate, byte[] privateKey)
    {
        Certificate = certificate;
        PrivateKey = privateKey;
        Fingerprint = DtlsFingerprint.Compute(DtlsFingerprint.Sha256, certificate)!;
    }

    /// <summary>DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>ECPrivateKey in DER.</summary>
    public byte[] PrivateKey { get; }

    public CertificateFingerprint Fingerprint { get; }

    public static DtlsCertificate Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sylk", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        return new(certificate.RawData, key.ExportECPrivateKey());
    }
}
