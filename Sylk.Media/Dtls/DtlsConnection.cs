using System.Runtime.InteropServices;
using Sylk.Media.Dtls.Interop;
using Sylk.Media.Plane;
using Sylk.Media.Srtp;

namespace Sylk.Media.Dtls;

/// <summary>One DTLS association (RFC 6347, RFC 5764), in either role. Datagrams go in by <see cref="Receive"/> and out by an
/// <see cref="IDtlsOutput"/>; its timer shows as <see cref="TimeToTimeout"/>. OpenSSL does the handshake and is let go after it.
/// For one thread.</summary>
internal sealed unsafe class DtlsConnection : IDisposable
{
    // Path MTU that works through tunnels; a flight is cut to it.
    private const int Mtu = 1200;
    private const uint FirstTimeoutMicroseconds = 100_000;
    private const uint LastTimeoutMicroseconds = 3_200_000;
    private const int Gcm128Id = 7;
    private const int Cm80Id = 1;

    private readonly SafeSslHandle _ssl;
    private readonly nint _input;
    private readonly DtlsPlan _plan;
    private readonly IDtlsOutput _output;
    private readonly SentFlight _flight;
    private EstablishedDtls? _established;
    private GCHandle _outputHandle;

    public DtlsConnection(DtlsContext context, DtlsPlan plan, IDtlsOutput output)
    {
        _plan = plan;
        _output = output;
        _flight = new(output);
        _outputHandle = GCHandle.Alloc(_flight);
        _ssl = LibSsl.SSL_new(context.Handle);
        _input = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        LibCrypto.BIO_ctrl(_input, LibCrypto.BIO_C_SET_BUF_MEM_EOF_RETURN, -1, 0);
        LibSsl.SSL_set_bio(_ssl, _input, DatagramBio.Create(_outputHandle));
        LibSsl.SSL_ctrl(_ssl, LibSsl.SSL_CTRL_SET_MTU, Mtu, null);
        LibSsl.DTLS_set_timer_cb(_ssl, &NextTimeout);
        if (plan.IsClient)
        {
            LibSsl.SSL_set_connect_state(_ssl);
        }
        else
        {
            LibSsl.SSL_set_accept_state(_ssl);
        }
    }

    public DtlsState State { get; private set; }

    /// <summary>Why it failed; one line.</summary>
    public string? Failure { get; private set; }

    /// <summary>Set when <see cref="State"/> has become <see cref="DtlsState.Connected"/>.</summary>
    public DtlsKeys? Keys { get; private set; }

    /// <summary>DER of the peer's certificate, once connected.</summary>
    public ReadOnlyMemory<byte> PeerCertificate { get; private set; }

    /// <summary>How long until <see cref="HandleTimeout"/> is due; <c>null</c> when no flight waits for an answer.</summary>
    public TimeSpan? TimeToTimeout
    {
        get
        {
            LibSsl.Timeval left;
            return State == DtlsState.Handshaking && LibSsl.SSL_ctrl(_ssl, LibSsl.DTLS_CTRL_GET_TIMEOUT, 0, &left) == 1
                ? TimeSpan.FromSeconds(left.Seconds) + TimeSpan.FromMicroseconds(left.Microseconds)
                : null;
        }
    }

    /// <summary>Sends the first flight of a client; a server waits.</summary>
    public void Start()
    {
        if (_plan.IsClient)
        {
            Handshake();
        }
    }

    public void Receive(ReadOnlySpan<byte> datagram)
    {
        if (State == DtlsState.Handshaking)
        {
            fixed (byte* data = datagram)
            {
                _ = LibCrypto.BIO_write(_input, data, datagram.Length);
            }

            _flight.Begin();
            Handshake();
        }
        else if (_established?.Receive(datagram) is { } alert && State == DtlsState.Connected)
        {
            // Which alert it was has its number in RFC 5246 section 7.2.
            (State, Failure) = alert == 0 ? (DtlsState.Closed, null) : (DtlsState.Failed, $"the peer sent alert {alert}");
        }
    }

    /// <summary>Repeats the last flight.</summary>
    public void HandleTimeout()
    {
        if (State == DtlsState.Handshaking && LibSsl.SSL_ctrl(_ssl, LibSsl.DTLS_CTRL_HANDLE_TIMEOUT, 0, null) < 0)
        {
            Fail(LibCrypto.TakeError());
        }
    }

    /// <summary>Tells the peer that it is over (close_notify).</summary>
    public void Close()
    {
        if (State == DtlsState.Connected)
        {
            _established!.Close();
            State = DtlsState.Closed;
        }
    }

    public void Dispose()
    {
        _ssl.Dispose();
        if (_outputHandle.IsAllocated)
        {
            _outputHandle.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static uint NextTimeout(nint ssl, uint last) =>
        last == 0 ? FirstTimeoutMicroseconds : Math.Min(last * 2, LastTimeoutMicroseconds);

    private void Handshake()
    {
        LibCrypto.ERR_clear_error();
        var result = LibSsl.SSL_do_handshake(_ssl);
        if (result == 1)
        {
            Complete();
            return;
        }
        if (LibSsl.SSL_get_error(_ssl, result) is not (LibSsl.SSL_ERROR_WANT_READ or LibSsl.SSL_ERROR_WANT_WRITE))
        {
            Fail(LibCrypto.TakeError());
        }

        // What the record layer refused to look at must not stand before the next datagram.
        LibCrypto.BIO_ctrl(_input, LibCrypto.BIO_CTRL_RESET, 0, 0);
    }

    private void Complete()
    {
        var certificate = ReadPeerCertificate();
        if (certificate is null || !DtlsFingerprint.Matches(certificate, _plan.RemoteFingerprints))
        {
            Fail("the peer's certificate does not have the signalled fingerprint");
            return;
        }
        if (ExportKeys() is not { } keys)
        {
            Fail("no SRTP protection profile was agreed");
            return;
        }
        if (ExportRecordKeys() is not { } recordKeys)
        {
            Fail("the cipher suite that was agreed is not one of those offered");
            return;
        }
        _established = new(recordKeys, _plan.IsClient ? [] : _flight.Datagrams, _flight.NextSequenceNumber, _output);
        _flight.Begin();
        PeerCertificate = certificate;
        Keys = keys;
        State = DtlsState.Connected;
        Dispose();
    }

    private DtlsRecordKeys? ExportRecordKeys()
    {
        if (DtlsCipherSuite.Find(LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(_ssl))) is not { } suite)
        {
            return null;
        }
        Span<byte> secret = stackalloc byte[48];
        Span<byte> client = stackalloc byte[32];
        Span<byte> server = stackalloc byte[32];
        var length = LibSsl.SSL_SESSION_get_master_key(LibSsl.SSL_get_session(_ssl), secret, (nuint)secret.Length);
        LibSsl.SSL_get_client_random(_ssl, client, (nuint)client.Length);
        LibSsl.SSL_get_server_random(_ssl, server, (nuint)server.Length);
        var keys = new DtlsRecordKeys(suite, _plan.IsClient, secret[..(int)length], client, server);
        secret.Clear();
        return keys;
    }

    private byte[]? ReadPeerCertificate()
    {
        var certificate = LibSsl.SSL_get1_peer_certificate(_ssl);
        if (certificate == 0)
        {
            return null;
        }
        var der = new byte[LibCrypto.i2d_X509(certificate, null)];
        fixed (byte* output = der)
        {
            var position = output;
            _ = LibCrypto.i2d_X509(certificate, &position);
        }
        LibCrypto.X509_free(certificate);
        return der;
    }

    private DtlsKeys? ExportKeys()
    {
        var selected = LibSsl.SSL_get_selected_srtp_profile(_ssl);
        if (selected is null || selected->Id is not (Gcm128Id or Cm80Id))
        {
            return null;
        }
        var profile = selected->Id == Gcm128Id ? SrtpProfile.AeadAes128Gcm : SrtpProfile.Aes128CmHmacSha1Tag80;
        const int keyLength = SrtpParameters.KeyLength;
        var saltLength = SrtpParameters.SaltLength(profile);
        Span<byte> material = stackalloc byte[2 * (keyLength + saltLength)];
        var label = "EXTRACTOR-dtls_srtp"u8;
        if (LibSsl.SSL_export_keying_material(
            _ssl, material, (nuint)material.Length, label, (nuint)label.Length, 0, 0, 0) != 1)
        {
            return null;
        }
        var clientKey = material[..keyLength].ToArray();
        var serverKey = material.Slice(keyLength, keyLength).ToArray();
        var clientSalt = material.Slice(2 * keyLength, saltLength).ToArray();
        var serverSalt = material[((2 * keyLength) + saltLength)..].ToArray();
        material.Clear();
        return _plan.IsClient
            ? new(profile, clientKey, clientSalt, serverKey, serverSalt)
            : new(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    private void Fail(string reason)
    {
        State = DtlsState.Failed;
        Failure = reason;
    }
}
