using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Authentication;

/// <summary>The digest computation (RFC 7616 section 3.4.1).</summary>
internal static class DigestResponse
{
    public static string Compute(DigestChallenge challenge, SipCredentials credentials, string method, string uri, string nonceCount, string cnonce)
    {
        var a1 = credentials.Password is { } password
            ? Hash(challenge, $"{credentials.Username}:{challenge.Realm}:{password}")
            : credentials.Ha1!;
        var a2 = Hash(challenge, $"{method}:{uri}");
        return Hash(challenge, challenge.HasQop
            ? $"{a1}:{challenge.Nonce}:{nonceCount}:{cnonce}:auth:{a2}"
            : $"{a1}:{challenge.Nonce}:{a2}");
    }

    private static string Hash(DigestChallenge challenge, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(challenge.IsSha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
