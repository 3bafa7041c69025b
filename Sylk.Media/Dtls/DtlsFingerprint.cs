using System.Security.Cryptography;
using Sylk.Media.Plane;

namespace Sylk.Media.Dtls;

/// <summary>Certificate fingerprints (RFC 8122).</summary>
internal static class DtlsFingerprint
{
    public const string Sha256 = "sha-256";
    private const string Sha1 = "sha-1";

    /// <summary>The fingerprint of a certificate, <c>null</c> if the algorithm is not known here.</summary>
    public static CertificateFingerprint? Compute(string algorithm, ReadOnlySpan<byte> certificate)
    {
        var digest = algorithm.ToLowerInvariant() switch
        {
            Sha256 => SHA256.HashData(certificate),
            "sha-384" => SHA384.HashData(certificate),
            "sha-512" => SHA512.HashData(certificate),
            Sha1 => SHA1.HashData(certificate),
            _ => null,
        };
        return digest is null ? null : new(algorithm, digest, BitConverter.ToString(digest).Replace('-', ':'));
    }

    /// <summary>Whether a certificate has one of the signalled fingerprints. SHA-1 counts only where the peer signalled nothing
    /// better (RFC 8122 section 5.1).</summary>
    public static bool Matches(ReadOnlySpan<byte> certificate, IReadOnlyList<CertificateFingerprint> signalled)
    {
        var hasStronger = signalled.Any(fingerprint => !IsSha1(fingerprint));
        foreach (var fingerprint in signalled)
        {
            if (hasStronger && IsSha1(fingerprint))
            {
                continue;
            }
            var own = Compute(fingerprint.Algorithm, certificate);
            if (own is not null && CryptographicOperations.FixedTimeEquals(own.Value.Span, fingerprint.Value.Span))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsSha1(CertificateFingerprint fingerprint) =>
        fingerprint.Algorithm.Equals(Sha1, StringComparison.OrdinalIgnoreCase);
}
