using System.Runtime.InteropServices;
using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Dtls;

/// <summary>The write side of an SSL object: OpenSSL makes one write for each datagram, which a memory BIO would glue together.</summary>
internal static unsafe class DatagramBio
{
    private static readonly nint Method = MakeMethod();

    /// <summary>A BIO that hands datagrams to the <see cref="IDtlsOutput"/> behind <paramref name="output"/>.</summary>
    public static nint Create(GCHandle output)
    {
        var bio = LibCrypto.BIO_new(Method);
        LibCrypto.BIO_set_data(bio, GCHandle.ToIntPtr(output));
        LibCrypto.BIO_set_init(bio, 1);
        return bio;
    }

    private static nint MakeMethod()
    {
        var method = LibCrypto.BIO_meth_new(LibCrypto.BIO_get_new_index() | LibCrypto.BIO_TYPE_SOURCE_SINK, "sylk datagram");
        LibCrypto.Require(LibCrypto.BIO_meth_set_write(method, &Write));
        LibCrypto.Require(LibCrypto.BIO_meth_set_ctrl(method, &Control));
        return method;
    }

    [UnmanagedCallersOnly]
    private static int Write(nint bio, byte* data, int length)
    {
        var output = (IDtlsOutput)GCHandle.FromIntPtr(LibCrypto.BIO_get_data(bio)).Target!;
        output.SendDtls(new ReadOnlySpan<byte>(data, length));
        return length;
    }

    [UnmanagedCallersOnly]
    private static nint Control(nint bio, int command, nint argument, nint pointer) => command switch
    {
        LibCrypto.BIO_CTRL_FLUSH => 1,
        // IPv4 and UDP headers, with which OpenSSL reckons the room in an MTU.
        LibCrypto.BIO_CTRL_DGRAM_GET_MTU_OVERHEAD => 28,
        _ => 0,
    };
}
