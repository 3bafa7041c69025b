using System.Globalization;
using Sylk.Media.Plane;

namespace Sylk.Media.Sdp;

/// <summary><c>a=fingerprint:</c> (RFC 8122 section 5).</summary>
public static class FingerprintAttribute
{
    /// <summary>Accepts the hash functions OpenSSL can compare with; MD5 and MD2 are no proof of anything.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, out CertificateFingerprint fingerprint)
    {
        fingerprint = null!;
        FieldReader fields = new(value);
        if (!fields.TryRead(out ReadOnlySpan<char> hash) || !fields.TryRead(out ReadOnlySpan<char> hex))
        {
            return false;
        }

        string algorithm = hash.ToString().ToLowerInvariant();
        int length = algorithm switch
        {
            "sha-1" => 20,
            "sha-256" => 32,
            "sha-384" => 48,
            "sha-512" => 64,
            _ => 0,
        };
        if (length == 0 || hex.Length != (length * 3) - 1)
        {
            return false;
        }

        byte[] digest = new byte[length];
        for (int i = 0; i < length; i++)
        {
            ReadOnlySpan<char> octet = hex.Slice(i * 3, 2);
            if (!byte.TryParse(octet, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out digest[i]) ||
                (i < length - 1 && hex[(i * 3) + 2] != ':'))
            {
                return false;
            }
        }

        fingerprint = new(algorithm, digest, hex.ToString().ToUpperInvariant());
        return true;
    }

    public static string Print(CertificateFingerprint fingerprint) => $"{fingerprint.Algorithm} {fingerprint.HashValue}";
}
