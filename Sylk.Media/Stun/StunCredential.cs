using System.Security.Cryptography;
using System.Text;

namespace Sylk.Media.Stun;

/// <summary>A short-term credential's password as HMAC key (RFC 8489 section 9.1.1; ICE passwords are ASCII, for which
/// SASLprep changes nothing).</summary>
internal sealed class StunCredential(string password)
{
    public const int DigestLength = 20;
    private readonly byte[] _key = Encoding.UTF8.GetBytes(password);

    /// <summary>HMAC-SHA1 over a message whose header's length field says <paramref name="claimedLength"/>.</summary>
    public void Compute(ReadOnlySpan<byte> message, int claimedLength, Span<byte> digest)
    {
        Span<byte> copy = stackalloc byte[StunMessage.MaxLength];
        message.CopyTo(copy);
        StunMessage.WriteLength(copy, claimedLength);
        HMACSHA1.HashData(_key, copy[..message.Length], digest);
    }
}
