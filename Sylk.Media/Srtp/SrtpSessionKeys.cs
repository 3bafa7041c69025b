using Sylk.Media.Plane;

namespace Sylk.Media.Srtp;

/// <summary>Session keys of RTP or RTCP in one direction.</summary>
/// <param name="Key">Encryption key.</param>
/// <param name="Authentication">HMAC key; empty with AEAD.</param>
/// <param name="Salt">Session salt.</param>
internal readonly record struct SrtpSessionKeys(byte[] Key, byte[] Authentication, byte[] Salt)
{
    private const int AuthenticationKeyLength = 20;
    private const byte RtpLabels = 0;
    private const byte RtcpLabels = 3;

    /// <summary>Key derivation of RFC 3711 section 4.3 with a key derivation rate of zero; RFC 7714 section 11 uses the same
    /// function with its 12 byte salt padded by zeros on the right.</summary>
    public static SrtpSessionKeys DeriveRtp(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) =>
        Derive(profile, masterKey, masterSalt, RtpLabels);

    public static SrtpSessionKeys DeriveRtcp(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt) =>
        Derive(profile, masterKey, masterSalt, RtcpLabels);

    private static SrtpSessionKeys Derive(
        SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, byte firstLabel)
    {
        using var prf = new Aes128Ctr(masterKey);
        var authenticationLength = profile == SrtpProfile.AeadAes128Gcm ? 0 : AuthenticationKeyLength;
        return new(
            Expand(prf, masterSalt, firstLabel, SrtpParameters.KeyLength),
            Expand(prf, masterSalt, (byte)(firstLabel + 1), authenticationLength),
            Expand(prf, masterSalt, (byte)(firstLabel + 2), SrtpParameters.SaltLength(profile)));
    }

    private static byte[] Expand(Aes128Ctr prf, ReadOnlySpan<byte> masterSalt, byte label, int length)
    {
        const int labelPosition = 7;
        Span<byte> iv = stackalloc byte[Aes128Ctr.IvLength];
        iv.Clear();
        masterSalt.CopyTo(iv);
        iv[labelPosition] ^= label;
        var key = new byte[length];
        prf.Apply(iv, key);
        return key;
    }
}
