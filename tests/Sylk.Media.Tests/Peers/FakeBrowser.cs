using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Sylk.Media.Dtls;
using Sylk.Media.Ice;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Srtp;
using Sylk.Media.Stun;

namespace Sylk.Media.Tests.Peers;

/// <summary>The browser's side of a transport on loopback: checks with integrity, DTLS in either role, SRTP.</summary>
internal sealed class FakeBrowser : IDtlsOutput, IDisposable
{
    private readonly FakeBrowserTcp? _tcp;
    private Socket _socket = Bind();
    private readonly DtlsContext _context = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly Channel<byte[]> _rtp = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> _rtcp = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> _stun = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private DtlsConnection? _dtls;
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private WebRtcTransportInfo? _server;

    /// <param name="overTcp">Connects to the TCP candidate instead of using UDP.</param>
    public FakeBrowser(bool overTcp = false)
    {
        _tcp = overTcp ? new FakeBrowserTcp(Handle) : null;
        _ = Task.Run(() => ReceiveLoopAsync(_socket));
    }

    public IceCredentials Credentials { get; set; } = IceRandom.MakeCredentials();

    public CertificateFingerprint Fingerprint => _context.Certificate.Fingerprint;

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public WebRtcTransportInfo Server => _server!;

    /// <summary>DTLS datagrams received.</summary>
    public int DtlsDatagrams { get; private set; }

    /// <summary>Whether a STUN message came that nobody waited for.</summary>
    public bool HasStun => _stun.Reader.TryPeek(out _);

    public SrtpProfile? Profile => _dtls?.Keys?.Profile;

    public DtlsState? DtlsState => _dtls?.State;

    /// <summary>The remote half of a plan for this browser.</summary>
    public TransportPlan PlanFor(WebRtcTransportInfo server, bool serverIsDtlsClient = false) => new()
    {
        Id = server.Id,
        RemoteIce = Credentials,
        Dtls = new DtlsPlan(serverIsDtlsClient, [Fingerprint]),
        RtcpMux = true,
    };

    public void SetServer(WebRtcTransportInfo server)
    {
        _server = server;
        _tcp?.Connect(server);
    }

    /// <summary>Completes when the server has closed the TCP connection.</summary>
    public Task TcpClosed => _tcp!.Closed;

    /// <summary>Nominates, shakes hands, and returns when there are keys.</summary>
    public async Task ConnectAsync(WebRtcTransportInfo server, bool serverIsDtlsClient = false)
    {
        SetServer(server);
        await CheckAsync(nominate: true);
        StartDtls(server, serverIsDtlsClient);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_connected.Task.IsCompleted)
        {
            lock (_gate)
            {
                _dtls!.HandleTimeout();
            }
            await Task.WhenAny(_connected.Task, timer.WaitForNextTickAsync(_stop.Token).AsTask());
        }
        await _connected.Task.WaitAsync(Wait.Limit);
    }

    /// <summary>Begins the handshake, or waits for the server to do so.</summary>
    public void StartDtls(WebRtcTransportInfo server, bool serverIsDtlsClient = false)
    {
        lock (_gate)
        {
            _dtls?.Dispose();
            _dtls = new DtlsConnection(_context, new DtlsPlan(!serverIsDtlsClient, [server.Fingerprint]), this);
            _dtls.Start();
        }
    }

    /// <summary>Goes on from another port.</summary>
    public void Move()
    {
        var socket = _socket;
        _socket = Bind();
        socket.Dispose();
        _ = Task.Run(() => ReceiveLoopAsync(_socket));
    }

    /// <summary>Sends a check and returns the response.</summary>
    public async Task<byte[]> CheckAsync(bool nominate, IceCredentials? local = null, IceCredentials? remote = null)
    {
        SendRaw(MakeCheck(local ?? Credentials, remote ?? _server!.Ice, nominate));
        return await _stun.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);
    }

    public static byte[] MakeCheck(IceCredentials local, IceCredentials remote, bool nominate)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, RandomNumberGenerator.GetBytes(12));
        writer.Add(StunAttribute.Username, Encoding.ASCII.GetBytes($"{remote.Ufrag}:{local.Ufrag}"));
        writer.Add(StunAttribute.IceControlling, 0x1122334455667788UL);
        writer.Add(StunAttribute.Priority, 1845501695U);
        if (nominate)
        {
            writer.Add(StunAttribute.UseCandidate, []);
        }
        writer.AddIntegrity(new StunCredential(remote.Password));
        writer.AddFingerprint();
        return writer.Written.ToArray();
    }

    public void SendRtp(byte[] packet) => SendRaw(Protect(packet));

    public byte[] Protect(byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpParameters.MaxOverhead];
        packet.CopyTo(buffer, 0);
        var length = packet.Length;
        lock (_gate)
        {
            Assert.Equal(SrtpResult.Success, _send!.ProtectRtp(buffer, ref length));
        }
        return buffer[..length];
    }

    public void SendRtcp(byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpParameters.MaxOverhead];
        packet.CopyTo(buffer, 0);
        var length = packet.Length;
        lock (_gate)
        {
            Assert.Equal(SrtpResult.Success, _send!.ProtectRtcp(buffer, ref length));
        }
        SendRaw(buffer.AsSpan(0, length));
    }

    public void SendRaw(ReadOnlySpan<byte> datagram)
    {
        if (_tcp is not null)
        {
            _tcp.Send(datagram);
            return;
        }
        _socket.SendTo(datagram, SocketFlags.None, _server!.Candidates.First(candidate => !candidate.IsTcp).EndPoint);
    }

    public Task<byte[]> ReceiveRtpAsync() => _rtp.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);

    public Task<byte[]> ReceiveRtcpAsync() => _rtcp.Reader.ReadAsync().AsTask().WaitAsync(Wait.Limit);

    /// <summary>The next RTCP packet of a type, out of whatever compound.</summary>
    public async Task<byte[]> NextRtcpAsync(byte type)
    {
        while (true)
        {
            if (Find(await ReceiveRtcpAsync(), type) is { } found)
            {
                return found;
            }
        }
    }

    public bool TryReceiveRtp(out byte[]? packet) => _rtp.Reader.TryRead(out packet);

    /// <summary>Ends the association as <c>RTCPeerConnection.close</c> does.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _dtls?.Close();
        }
    }

    public void SendDtls(ReadOnlySpan<byte> datagram) => SendRaw(datagram);

    public void Dispose()
    {
        _stop.Cancel();
        _tcp?.Dispose();
        _socket.Dispose();
        lock (_gate)
        {
            _dtls?.Dispose();
            _send?.Dispose();
            _receive?.Dispose();
            _context.Dispose();
        }
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static byte[]? Find(byte[] compound, byte type)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            if (reader.Type == type)
            {
                return reader.Packet.ToArray();
            }
        }
        return null;
    }

    private async Task ReceiveLoopAsync(Socket socket)
    {
        var buffer = new byte[2048];
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, _stop.Token);
                Handle(buffer.AsSpan(0, length));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private void Handle(Span<byte> datagram)
    {
        lock (_gate)
        {
            switch (PacketKinds.Classify(datagram))
            {
                case PacketKind.Stun:
                    _stun.Writer.TryWrite(datagram.ToArray());
                    break;
                case PacketKind.Dtls when _dtls is not null:
                    DtlsDatagrams++;
                    _dtls.Receive(datagram);
                    SettleDtls();
                    break;
                case PacketKind.Rtp when _receive is not null && RtcpPacket.IsRtcp(datagram):
                    if (_receive.UnprotectRtcp(datagram, out var rtcpLength) == SrtpResult.Success)
                    {
                        _rtcp.Writer.TryWrite(datagram[..rtcpLength].ToArray());
                    }
                    break;
                case PacketKind.Rtp when _receive is not null:
                    if (_receive.UnprotectRtp(datagram, out var rtpLength) == SrtpResult.Success)
                    {
                        _rtp.Writer.TryWrite(datagram[..rtpLength].ToArray());
                    }
                    break;
            }
        }
    }

    private void SettleDtls()
    {
        if (_dtls!.State == Media.Dtls.DtlsState.Connected && _send is null)
        {
            var keys = _dtls.Keys!;
            _send = new SrtpSendContext(keys.Profile, keys.LocalKey, keys.LocalSalt);
            _receive = new SrtpReceiveContext(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
            _connected.TrySetResult();
        }
        else if (_dtls.State == Media.Dtls.DtlsState.Failed)
        {
            _connected.TrySetException(new InvalidOperationException(_dtls.Failure));
        }
    }
}
