using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Srtp;

/// <summary>HMAC-SHA1 (RFC 2104) under one key. The states after the padded keys are kept and copied for each message.</summary>
internal sealed unsafe class HmacSha1
{
    public const int DigestLength = 20;
    private const int BlockLength = 64;

    private readonly LibCrypto.Sha1State _inner;
    private readonly LibCrypto.Sha1State _outer;

    /// <param name="key">At most one block (64 bytes).</param>
    public HmacSha1(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        _inner = Absorb(key, 0x36);
        _outer = Absorb(key, 0x5C);
    }

    /// <summary>The digest of two pieces one after the other; the second may be empty.</summary>
    public void Compute(ReadOnlySpan<byte> message, ReadOnlySpan<byte> suffix, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digest.Length, DigestLength);
        fixed (byte* messageBytes = message, suffixBytes = suffix, digestBytes = digest)
        {
            var state = _inner;
            LibCrypto.Require(LibCrypto.SHA1_Update(&state, messageBytes, (nuint)message.Length));
            LibCrypto.Require(LibCrypto.SHA1_Update(&state, suffixBytes, (nuint)suffix.Length));
            LibCrypto.Require(LibCrypto.SHA1_Final(digestBytes, &state));
            state = _outer;
            LibCrypto.Require(LibCrypto.SHA1_Update(&state, digestBytes, DigestLength));
            LibCrypto.Require(LibCrypto.SHA1_Final(digestBytes, &state));
        }
    }

    private static LibCrypto.Sha1State Absorb(ReadOnlySpan<byte> key, byte pad)
    {
        var block = stackalloc byte[BlockLength];
        var padded = new Span<byte>(block, BlockLength);
        padded.Fill(pad);
        for (var i = 0; i < key.Length; i++)
        {
            padded[i] ^= key[i];
        }
        LibCrypto.Sha1State state;
        LibCrypto.Require(LibCrypto.SHA1_Init(&state));
        LibCrypto.Require(LibCrypto.SHA1_Update(&state, block, BlockLength));
        return state;
    }
}
