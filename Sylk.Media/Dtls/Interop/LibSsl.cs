using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>OpenSSL's libssl (ssl.h, srtp.h) with the C names and constants.</summary>
internal static unsafe partial class LibSsl
{
    private const string Library = "libssl.so.3";

    internal const int DTLS1_2_VERSION = 0xFEFD;
    internal const int SSL_CTRL_SET_MTU = 17;
    internal const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    internal const int SSL_CTRL_SET_MAX_CERT_LIST = 51;
    internal const int SSL_CTRL_SET_MAX_SEND_FRAGMENT = 52;
    internal const int DTLS_CTRL_GET_TIMEOUT = 73;
    internal const int DTLS_CTRL_HANDLE_TIMEOUT = 74;
    internal const int SSL_CTRL_SET_GROUPS_LIST = 92;
    internal const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    internal const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;

    internal const int SSL_SESS_CACHE_OFF = 0;
    internal const int SSL_VERIFY_PEER = 1;
    internal const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;

    internal const ulong SSL_OP_NO_QUERY_MTU = 1UL << 12;
    internal const ulong SSL_OP_NO_TICKET = 1UL << 14;
    internal const ulong SSL_OP_NO_COMPRESSION = 1UL << 17;
    internal const ulong SSL_OP_CIPHER_SERVER_PREFERENCE = 1UL << 22;
    internal const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    internal const int SSL_ERROR_WANT_READ = 2;
    internal const int SSL_ERROR_WANT_WRITE = 3;

    [LibraryImport(Library)]
    internal static partial nint DTLS_method();

    [LibraryImport(Library)]
    internal static partial SafeSslContextHandle SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    internal static partial nint SSL_CTX_ctrl(SafeSslContextHandle context, int command, nint argument, nint pointer);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint SSL_CTX_ctrl_string(SafeSslContextHandle context, int command, nint argument, string text);

    [LibraryImport(Library)]
    internal static partial ulong SSL_CTX_set_options(SafeSslContextHandle context, ulong options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_cipher_list(SafeSslContextHandle context, string ciphers);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_certificate_ASN1(SafeSslContextHandle context, int length, ReadOnlySpan<byte> der);

    [LibraryImport(Library)]
    internal static partial int SSL_CTX_use_PrivateKey_ASN1(int type, SafeSslContextHandle context, ReadOnlySpan<byte> der, CLong length);

    /// <summary>Returns 0 on success, unlike its neighbours.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_tlsext_use_srtp(SafeSslContextHandle context, string profiles);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_verify(SafeSslContextHandle context, int mode, nint callback);

    [LibraryImport(Library)]
    internal static partial void SSL_CTX_set_cert_verify_callback(
        SafeSslContextHandle context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    internal static partial SafeSslHandle SSL_new(SafeSslContextHandle context);

    [LibraryImport(Library)]
    internal static partial void SSL_free(nint ssl);

    [LibraryImport(Library)]
    internal static partial nint SSL_ctrl(SafeSslHandle ssl, int command, nint argument, void* pointer);

    [LibraryImport(Library)]
    internal static partial void SSL_set_bio(SafeSslHandle ssl, nint read, nint write);

    [LibraryImport(Library)]
    internal static partial void SSL_set_accept_state(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial void SSL_set_connect_state(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial int SSL_do_handshake(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial int SSL_get_error(SafeSslHandle ssl, int result);

    [LibraryImport(Library)]
    internal static partial nint SSL_get1_peer_certificate(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial int SSL_export_keying_material(
        SafeSslHandle ssl, Span<byte> output, nuint outputLength, ReadOnlySpan<byte> label, nuint labelLength,
        nint context, nuint contextLength, int useContext);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_session(SafeSslHandle ssl);

    [LibraryImport(Library)]
    internal static partial nuint SSL_SESSION_get_master_key(nint session, Span<byte> output, nuint length);

    [LibraryImport(Library)]
    internal static partial nuint SSL_get_client_random(SafeSslHandle ssl, Span<byte> output, nuint length);

    [LibraryImport(Library)]
    internal static partial nuint SSL_get_server_random(SafeSslHandle ssl, Span<byte> output, nuint length);

    [LibraryImport(Library)]
    internal static partial nint SSL_get_current_cipher(SafeSslHandle ssl);

    /// <summary>The number of a suite in the registry of IANA.</summary>
    [LibraryImport(Library)]
    internal static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    /// <summary>The callback is given the last timeout in microseconds (0 at first) and returns the next one.</summary>
    [LibraryImport(Library)]
    internal static partial void DTLS_set_timer_cb(SafeSslHandle ssl, delegate* unmanaged<nint, uint, uint> callback);

    [StructLayout(LayoutKind.Sequential)]
    internal struct SrtpProtectionProfile
    {
        public nint Name;
        public nuint Id;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Timeval
    {
        public long Seconds;
        public long Microseconds;
    }
}
