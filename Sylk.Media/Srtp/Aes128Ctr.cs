using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Srtp;

/// <summary>AES-128 in counter mode (RFC 3711 section 4.1.1); the key schedule is made once. Not for several threads.</summary>
internal sealed unsafe class Aes128Ctr : IDisposable
{
    public const int IvLength = 16;
    private static readonly nint Cipher = LibCrypto.EVP_CIPHER_fetch(0, "AES-128-CTR", 0);

    private readonly SafeCipherContextHandle _handle = new();
    private readonly nint _context;

    public Aes128Ctr(ReadOnlySpan<byte> key)
    {
        _context = _handle.DangerousGetHandle();
        fixed (byte* keyBytes = key)
        {
            LibCrypto.Require(LibCrypto.EVP_CipherInit_ex(_context, Cipher, 0, keyBytes, null, 1));
        }
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    public void Apply(ReadOnlySpan<byte> iv, Span<byte> text)
    {
        fixed (byte* ivBytes = iv, textBytes = text)
        {
            int written;
            LibCrypto.Require(LibCrypto.EVP_CipherInit_ex(_context, 0, 0, null, ivBytes, -1));
            if (text.Length > 0)
            {
                LibCrypto.Require(LibCrypto.EVP_CipherUpdate(_context, textBytes, &written, textBytes, text.Length));
            }
        }
    }

    public void Dispose() => _handle.Dispose();
}
