using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>evp.h: symmetric ciphers.</summary>
internal static unsafe partial class LibCrypto
{
    internal const int EVP_CTRL_AEAD_GET_TAG = 0x10;
    internal const int EVP_CTRL_AEAD_SET_TAG = 0x11;
    internal const int EVP_PKEY_EC = 408;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint EVP_CIPHER_fetch(nint libraryContext, string algorithm, nint properties);

    [LibraryImport(Library)]
    internal static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    internal static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv, int encrypt);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int EVP_CipherUpdate(nint context, byte* output, int* written, byte* input, int length);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int EVP_CipherFinal_ex(nint context, byte* output, int* written);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int EVP_CIPHER_CTX_ctrl(nint context, int type, int argument, void* pointer);
}
