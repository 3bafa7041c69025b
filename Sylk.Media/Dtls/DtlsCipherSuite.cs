using System.Security.Cryptography;

namespace Sylk.Media.Dtls;

/// <summary>What has to be known of a cipher suite to read and write its records: AEAD suites only.</summary>
/// <param name="KeyLength">Bytes of a key.</param>
/// <param name="FixedNonceLength">Bytes of a nonce that come from the key block.</param>
/// <param name="ExplicitNonceLength">Bytes of a nonce that stand before the ciphertext.</param>
/// <param name="Hash">The hash of the pseudo-random function.</param>
internal sealed record DtlsCipherSuite(int KeyLength, int FixedNonceLength, int ExplicitNonceLength, HashAlgorithmName Hash)
{
    public bool IsChaCha20 => ExplicitNonceLength == 0;

    /// <summary>A suite by its number in the registry of IANA; <c>null</c> if it is none of those that <see cref="DtlsContext"/> offers.</summary>
    public static DtlsCipherSuite? Find(int number) => number switch
    {
        // TLS_ECDHE_{ECDSA,RSA}_WITH_AES_128_GCM_SHA256 and its brother with 256 bits (RFC 5288, RFC 5289).
        0xC02B or 0xC02F => new(16, 4, 8, HashAlgorithmName.SHA256),
        0xC02C or 0xC030 => new(32, 4, 8, HashAlgorithmName.SHA384),

        // TLS_ECDHE_{RSA,ECDSA}_WITH_CHACHA20_POLY1305_SHA256 (RFC 7905).
        0xCCA8 or 0xCCA9 => new(32, 12, 0, HashAlgorithmName.SHA256),
        _ => null,
    };
}
