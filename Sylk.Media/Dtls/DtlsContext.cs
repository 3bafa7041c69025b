using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Dtls;

/// <summary>What all DTLS associations share: our certificate and what we are ready to agree to (RFC 5764, RFC 8827 section 6.5).</summary>
internal sealed unsafe class DtlsContext : IDisposable
{
    private const int MaxCertificateList = 16 * 1024;
    private const int MaxSendFragment = 2048;
    private const nuint MinimumOpenSslVersion = 0x3000_0000;

    // In order of preference; the order of the server decides.
    private const string SrtpProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    // P-256 must stay in the list although X25519 is preferred: the list also decides which certificates are usable.
    private const string Groups = "X25519:P-256";

    // AEAD suites only; DtlsCipherSuite knows them all.
    private const string Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!PSK";

    public DtlsContext(DtlsCertificate certificate)
    {
        if (LibCrypto.OpenSSL_version_num() < MinimumOpenSslVersion)
        {
            throw new PlatformNotSupportedException("OpenSSL 3.0 or later is needed.");
        }
        Handle = LibSsl.SSL_CTX_new(LibSsl.DTLS_method());
        Certificate = certificate;
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, LibSsl.DTLS1_2_VERSION, 0);

        // EstablishedDtls reads records of 1.2.
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, LibSsl.DTLS1_2_VERSION, 0);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_SESS_CACHE_MODE, LibSsl.SSL_SESS_CACHE_OFF, 0);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_MAX_SEND_FRAGMENT, MaxSendFragment, 0);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_MAX_CERT_LIST, MaxCertificateList, 0);
        LibSsl.SSL_CTX_set_options(
            Handle,
            LibSsl.SSL_OP_NO_QUERY_MTU | LibSsl.SSL_OP_NO_TICKET | LibSsl.SSL_OP_NO_RENEGOTIATION
                | LibSsl.SSL_OP_NO_COMPRESSION | LibSsl.SSL_OP_CIPHER_SERVER_PREFERENCE);
        Require(LibSsl.SSL_CTX_ctrl_string(Handle, LibSsl.SSL_CTRL_SET_GROUPS_LIST, 0, Groups) == 1);
        Require(LibSsl.SSL_CTX_set_cipher_list(Handle, Ciphers) == 1);
        Require(LibSsl.SSL_CTX_use_certificate_ASN1(Handle, certificate.Certificate.Length, certificate.Certificate) == 1);
        Require(LibSsl.SSL_CTX_use_PrivateKey_ASN1(
            LibCrypto.EVP_PKEY_EC, Handle, certificate.PrivateKey, new CLong(certificate.PrivateKey.Length)) == 1);
        Require(LibSsl.SSL_CTX_set_tlsext_use_srtp(Handle, SrtpProfiles) == 0);
        LibSsl.SSL_CTX_set_verify(Handle, LibSsl.SSL_VERIFY_PEER | LibSsl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(Handle, &AcceptChain, 0);
    }

    public DtlsCertificate Certificate { get; }

    internal SafeSslContextHandle Handle { get; }

    public void Dispose() => Handle.Dispose();

    /// <summary>Certificates are self-signed; the fingerprint is compared when the handshake is over.</summary>
    [UnmanagedCallersOnly]
    private static int AcceptChain(nint store, nint argument) => 1;

    private static void Require(bool succeeded)
    {
        if (!succeeded)
        {
            throw new CryptographicException(LibCrypto.TakeError());
        }
    }
}
