using System.Runtime.InteropServices;
using Sylk.Media.Dtls;
using Sylk.Media.Dtls.Interop;

namespace Sylk.Media.Tests.Dtls;

/// <summary>A peer whose record layer is OpenSSL's from beginning to end.</summary>
internal sealed unsafe partial class OpenSslPeer : IDtlsOutput, IDisposable
{
    private const int ZeroReturn = 6;

    private readonly DtlsContext _context = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly SafeSslHandle _ssl;
    private readonly nint _input;
    private GCHandle _self;

    public OpenSslPeer(bool isClient, string ciphers)
    {
        Assert.Equal(1, LibSsl.SSL_CTX_set_cipher_list(_context.Handle, ciphers));
        _self = GCHandle.Alloc(this);
        _ssl = LibSsl.SSL_new(_context.Handle);
        _input = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        LibCrypto.BIO_ctrl(_input, LibCrypto.BIO_C_SET_BUF_MEM_EOF_RETURN, -1, 0);
        LibSsl.SSL_set_bio(_ssl, _input, DatagramBio.Create(_self));
        LibSsl.SSL_ctrl(_ssl, LibSsl.SSL_CTRL_SET_MTU, 1200, null);
        LibSsl.DTLS_set_timer_cb(_ssl, &NextTimeout);
        if (isClient)
        {
            LibSsl.SSL_set_connect_state(_ssl);
        }
        else
        {
            LibSsl.SSL_set_accept_state(_ssl);
        }
    }

    public Sylk.Media.Plane.CertificateFingerprint Fingerprint => _context.Certificate.Fingerprint;

    /// <summary>What it has sent and nobody has taken.</summary>
    public Queue<byte[]> Sent { get; } = new();

    public bool IsConnected { get; private set; }

    /// <summary>Whether it has read a close_notify.</summary>
    public bool IsClosed { get; private set; }

    public void SendDtls(ReadOnlySpan<byte> datagram) => Sent.Enqueue(datagram.ToArray());

    public void Start() => IsConnected = LibSsl.SSL_do_handshake(_ssl) == 1;

    public void Receive(byte[] datagram)
    {
        fixed (byte* data = datagram)
        {
            _ = LibCrypto.BIO_write(_input, data, datagram.Length);
        }

        LibCrypto.ERR_clear_error();
        if (!IsConnected)
        {
            IsConnected = LibSsl.SSL_do_handshake(_ssl) == 1;
            return;
        }

        var buffer = stackalloc byte[64];
        var result = SSL_read(_ssl, buffer, 64);
        IsClosed |= LibSsl.SSL_get_error(_ssl, result) == ZeroReturn;
    }

    public void Close() => SSL_shutdown(_ssl);

    public void Dispose()
    {
        _ssl.Dispose();
        _self.Free();
        _context.Dispose();
    }

    /// <summary>It never repeats by itself: tests do that.</summary>
    [UnmanagedCallersOnly]
    private static uint NextTimeout(nint ssl, uint last) => 600_000_000;

    [LibraryImport("libssl.so.3")]
    private static partial int SSL_read(SafeSslHandle ssl, byte* buffer, int length);

    [LibraryImport("libssl.so.3")]
    private static partial int SSL_shutdown(SafeSslHandle ssl);
}
