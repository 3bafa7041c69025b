using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>bio.h.</summary>
internal static unsafe partial class LibCrypto
{
    internal const int BIO_TYPE_SOURCE_SINK = 0x0400;
    internal const int BIO_CTRL_RESET = 1;
    internal const int BIO_CTRL_FLUSH = 11;
    internal const int BIO_CTRL_DGRAM_GET_MTU_OVERHEAD = 49;
    internal const int BIO_C_SET_BUF_MEM_EOF_RETURN = 130;

    [LibraryImport(Library)]
    internal static partial int BIO_get_new_index();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint BIO_meth_new(int type, string name);

    [LibraryImport(Library)]
    internal static partial int BIO_meth_set_write(nint method, delegate* unmanaged<nint, byte*, int, int> write);

    [LibraryImport(Library)]
    internal static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged<nint, int, nint, nint, nint> control);

    [LibraryImport(Library)]
    internal static partial nint BIO_s_mem();

    [LibraryImport(Library)]
    internal static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    internal static partial void BIO_set_data(nint bio, nint data);

    [LibraryImport(Library)]
    internal static partial nint BIO_get_data(nint bio);

    [LibraryImport(Library)]
    internal static partial void BIO_set_init(nint bio, int init);

    [LibraryImport(Library)]
    internal static partial nint BIO_ctrl(nint bio, int command, nint argument, nint pointer);

    [LibraryImport(Library)]
    internal static partial int BIO_write(nint bio, byte* data, int length);
}
