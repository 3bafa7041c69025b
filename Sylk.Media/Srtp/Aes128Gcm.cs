using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Srtp;

/// <summary>AES-128-GCM with a 16 byte tag for one direction; the key schedule is made once. Not for several threads.</summary>
internal sealed unsafe class Aes128Gcm : IDisposable
{
    public const int IvLength = 12;
    public const int TagLength = 16;
    private static readonly nint Cipher = LibCrypto.EVP_CIPHER_fetch(0, "AES-128-GCM", 0);

    private readonly SafeCipherContextHandle _handle = new();
    private readonly nint _context;

    public Aes128Gcm(ReadOnlySpan<byte> key, bool encrypt)
    {
        _context = _handle.DangerousGetHandle();
        fixed (byte* keyBytes = key)
        {
            LibCrypto.Require(LibCrypto.EVP_CipherInit_ex(_context, Cipher, 0, keyBytes, null, encrypt ? 1 : 0));
        }
    }

    /// <summary>Encrypts in place and writes the tag.</summary>
    public void Encrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag)
    {
        fixed (byte* ivBytes = iv, associatedBytes = associated, textBytes = text, tagBytes = tag)
        {
            int written;
            LibCrypto.Require(LibCrypto.EVP_CipherInit_ex(_context, 0, 0, null, ivBytes, -1));
            LibCrypto.Require(LibCrypto.EVP_CipherUpdate(_context, null, &written, associatedBytes, associated.Length));
            Update(textBytes, text.Length);
            LibCrypto.Require(LibCrypto.EVP_CipherFinal_ex(_context, tagBytes, &written));
            LibCrypto.Require(LibCrypto.EVP_CIPHER_CTX_ctrl(_context, LibCrypto.EVP_CTRL_AEAD_GET_TAG, TagLength, tagBytes));
        }
    }

    /// <summary>Decrypts in place; on <c>false</c> the tag does not fit and the text is destroyed.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        fixed (byte* ivBytes = iv, associatedBytes = associated, textBytes = text, tagBytes = tag)
        {
            int written;
            byte unused;
            LibCrypto.Require(LibCrypto.EVP_CipherInit_ex(_context, 0, 0, null, ivBytes, -1));
            LibCrypto.Require(LibCrypto.EVP_CIPHER_CTX_ctrl(_context, LibCrypto.EVP_CTRL_AEAD_SET_TAG, TagLength, tagBytes));
            LibCrypto.Require(LibCrypto.EVP_CipherUpdate(_context, null, &written, associatedBytes, associated.Length));
            Update(textBytes, text.Length);
            return LibCrypto.EVP_CipherFinal_ex(_context, &unused, &written) == 1;
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Update(byte* text, int length)
    {
        int written;
        if (length > 0)
        {
            LibCrypto.Require(LibCrypto.EVP_CipherUpdate(_context, text, &written, text, length));
        }
    }
}
