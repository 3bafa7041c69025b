using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sylk.Registrar.Authentication;

/// <summary>The calculations of RFC 7616 section 3.4, for the algorithms of RFC 8760.</summary>
internal static class DigestHash
{
    /// <summary>The algorithm as headers write it.</summary>
    public static string Name(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5";

    /// <summary>Reads an <c>algorithm</c> parameter; absent means MD5 (RFC 7616 section 3.4).</summary>
    public static bool TryParseName(string? text, out DigestAlgorithm algorithm)
    {
        algorithm = DigestAlgorithm.Md5;
        if (text is null || text.Equals("MD5", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        algorithm = DigestAlgorithm.Sha256;
        return text.Equals("SHA-256", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Lower case hex of the hash of a text in UTF-8.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "RFC 3261 asks for MD5; phones speak nothing else.")]
    public static string Compute(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }

    /// <summary>What stands for the password from then on: H(user:realm:password).</summary>
    public static string Ha1(DigestAlgorithm algorithm, string username, string realm, string password) =>
        Compute(algorithm, $"{username}:{realm}:{password}");

    /// <summary>The <c>response</c> that goes with these credentials.</summary>
    public static string Response(DigestAlgorithm algorithm, string ha1, string method, DigestCredentials credentials)
    {
        var ha2 = Compute(algorithm, $"{method}:{credentials.Uri}");
        return Compute(algorithm, credentials.Qop is null
            ? $"{ha1}:{credentials.Nonce}:{ha2}"
            : $"{ha1}:{credentials.Nonce}:{credentials.NonceCountText}:{credentials.ClientNonce}:{credentials.Qop}:{ha2}");
    }
}
