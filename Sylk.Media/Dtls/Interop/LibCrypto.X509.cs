using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>x509.h.</summary>
internal static unsafe partial class LibCrypto
{
    [LibraryImport(Library)]
    internal static partial int i2d_X509(nint certificate, byte** output);

    [LibraryImport(Library)]
    internal static partial void X509_free(nint certificate);
}
