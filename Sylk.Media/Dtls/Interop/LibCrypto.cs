using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sylk.Media.Dtls.Interop;

/// <summary>OpenSSL's libcrypto, one file for each C header, with the C names. Calls on the packet path take raw pointers and
/// keep the collector's transition out, since they finish within a microsecond; their owner keeps the handle alive.</summary>
internal static unsafe partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>crypto.h: 0xMNN00PP0L.</summary>
    [LibraryImport(Library)]
    internal static partial nuint OpenSSL_version_num();

    /// <summary>err.h: the thread's error queue must be empty before a call whose result SSL_get_error interprets.</summary>
    [LibraryImport(Library)]
    internal static partial void ERR_clear_error();

    [LibraryImport(Library)]
    internal static partial nuint ERR_get_error();

    [LibraryImport(Library)]
    private static partial void ERR_error_string_n(nuint error, byte* buffer, nuint length);

    /// <summary>Checks the result of a call that fails only when misused: plain text must not leave in its stead.</summary>
    internal static void Require(int result)
    {
        if (result != 1)
        {
            Fail();
        }

        [DoesNotReturn]
        static void Fail() => throw new CryptographicException(TakeError());
    }

    /// <summary>The oldest error of this thread as one line; empties the queue.</summary>
    internal static string TakeError()
    {
        var error = ERR_get_error();
        ERR_clear_error();
        if (error == 0)
        {
            return "no further detail";
        }
        var text = stackalloc byte[256];
        ERR_error_string_n(error, text, 256);
        return Marshal.PtrToStringUTF8((nint)text)!;
    }
}
