using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sylk.Media.Dtls.Interop;

/// <summary>EVP_CIPHER_CTX.</summary>
internal sealed class SafeCipherContextHandle : SafeHandle
{
    /// <exception cref="CryptographicException">libcrypto has none left.</exception>
    public SafeCipherContextHandle() : base(0, ownsHandle: true)
    {
        SetHandle(LibCrypto.EVP_CIPHER_CTX_new());
        if (IsInvalid)
        {
            throw new CryptographicException("No memory for a cipher context.");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
