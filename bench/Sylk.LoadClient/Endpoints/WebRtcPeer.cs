using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sylk.Media.Dtls;
using Sylk.Media.Plane;
using Sylk.Media.Rtcp;
using Sylk.Media.Sockets;
using Sylk.Media.Srtp;
using Sylk.Media.Stun;

namespace Sylk.LoadClient.Endpoints;

/// <summary>A browser's end of one audio call: controlling ICE agent, DTLS client, SRTP, and a stream of 20 ms packets whose
/// return is checked for sequence, timestamp and time under way. Lives on the engine.</summary>
internal sealed partial class WebRtcPeer : IDtlsOutput, IPollHandler, IDisposable
{
    private const int PayloadLength = 160;
    private const long PacketInterval = 20_000;

    private readonly Engine _engine;
    private readonly Socket _socket;
    private readonly int _slot;
    private readonly DtlsContext _context;
    private readonly Latencies _down;
    private readonly string _ufrag = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly byte[] _receiveBuffer = new byte[2048];
    private readonly byte[] _sendBuffer = new byte[512];
    private readonly uint _ssrc = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly StunCredential _localCredential;
    private StunCredential? _remoteCredential;
    private DtlsConnection? _dtls;
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private EndPoint? _remote;
    private string _remoteUfrag = "";
    private bool _nominated;
    private long _nextCheck;
    private long _nextTimeout;
    private long _nextPacket;
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(1000);
    private uint _timestamp;
    private (ushort Sequence, uint Timestamp, uint Payload)? _last;

    /// <param name="engine">Whose sockets and time it uses.</param>
    /// <param name="context">Its certificate.</param>
    /// <param name="address">Its only candidate.</param>
    /// <param name="down">Gets the times under way of what comes back.</param>
    public WebRtcPeer(Engine engine, DtlsContext context, IPAddress address, Latencies down)
    {
        _down = down;
        _engine = engine;
        _context = context;
        _localCredential = new StunCredential(_password);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _socket.Bind(new IPEndPoint(address, 0));
        _slot = engine.Poller.Add((int)_socket.Handle, this);
        engine.Add(Work);
    }

    public long Sent { get; private set; }

    public long Received { get; private set; }

    /// <summary>Packets that came out of order, twice, or with a timestamp that is not theirs.</summary>
    public long Faults { get; private set; }

    /// <summary>When the first RTP packet came back, in microseconds of the engine.</summary>
    public TaskCompletionSource<long> FirstPacket { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether packets are sent.</summary>
    public bool IsSending { get; set; }

    public string Offer
    {
        get
        {
            return string.Join("\r\n",
                "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "a=msid-semantic: WMS",
                "m=audio 9 UDP/TLS/RTP/SAVPF 0", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0",
                $"a=ice-ufrag:{_ufrag}", $"a=ice-pwd:{_password}", $"a=fingerprint:sha-256 {_context.Certificate.Fingerprint.HashValue}",
                "a=setup:actpass", "a=mid:0", "a=sendrecv", "a=rtcp-mux", "a=rtpmap:0 PCMU/8000",
                $"a=ssrc:{_ssrc} cname:load", "a=" + Candidate, "a=end-of-candidates", "");
        }
    }

    private string Candidate
    {
        get
        {
            var local = (IPEndPoint)_socket.LocalEndPoint!;
            return $"candidate:1 1 udp 2122260223 {local.Address} {local.Port} typ host";
        }
    }

    [GeneratedRegex(@"^a=ice-ufrag:(\S+)", RegexOptions.Multiline)]
    private static partial Regex Ufrag();

    [GeneratedRegex(@"^a=ice-pwd:(\S+)", RegexOptions.Multiline)]
    private static partial Regex Password();

    [GeneratedRegex(@"^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) ", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex UdpCandidate();

    [GeneratedRegex(@"^a=fingerprint:sha-256 (\S+)", RegexOptions.Multiline)]
    private static partial Regex Fingerprint();

    /// <summary>Takes the answer and starts to connect.</summary>
    public void Accept(string answer)
    {
        _remoteUfrag = Ufrag().Match(answer).Groups[1].Value;
        _remoteCredential = new StunCredential(Password().Match(answer).Groups[1].Value);
        var candidate = UdpCandidate().Match(answer);
        if (!candidate.Success)
        {
            throw new InvalidOperationException($"The answer has no candidate:\n{answer}");
        }

        _remote = new IPEndPoint(IPAddress.Parse(candidate.Groups[1].Value), int.Parse(candidate.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        var hash = Fingerprint().Match(answer).Groups[1].Value;
        _dtls = new DtlsConnection(_context,
            new DtlsPlan(!answer.Contains("a=setup:active", StringComparison.Ordinal), [new CertificateFingerprint("sha-256", Convert.FromHexString(hash.Replace(":", "", StringComparison.Ordinal)), hash)]), this);
        _nextCheck = 0;
    }

    public void SendDtls(ReadOnlySpan<byte> datagram) => SendRaw(datagram);

    public void OnReady(bool readable, bool writable)
    {
        while (true)
        {
            int length;
            try
            {
                length = _socket.Receive(_receiveBuffer, SocketFlags.None, out var error);
                if (error != SocketError.Success)
                {
                    return;
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            Handle(_receiveBuffer.AsSpan(0, length));
        }
    }

    /// <summary>Does what is due and says when the next thing will be.</summary>
    private long Work(long now)
    {
        if (_remote is null)
        {
            return long.MaxValue;
        }

        if (now >= _nextCheck)
        {
            // Quick at first, then as often as consent freshness asks for (RFC 7675).
            _nextCheck = now + (_nominated ? 4_000_000 : 20_000);
            SendCheck();
        }

        var next = _nextCheck;
        if (_dtls is { State: not DtlsState.Connected })
        {
            if (now >= _nextTimeout)
            {
                _nextTimeout = now + 20_000;
                _dtls.HandleTimeout();
            }

            next = Math.Min(next, _nextTimeout);
        }

        if (_send is not null && IsSending)
        {
            if (now >= _nextPacket)
            {
                _nextPacket = _nextPacket == 0 ? now + Random.Shared.Next((int)PacketInterval) : Math.Max(_nextPacket + PacketInterval, now - PacketInterval);
                SendRtp(now);
            }

            next = Math.Min(next, _nextPacket);
        }

        return next;
    }

    private void SendRtp(long now)
    {
        var packet = _sendBuffer.AsSpan();
        packet[0] = 0x80;
        packet[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], _ssrc);
        LoadPayload.Write(packet[12..], now, (uint)Sent);
        _sequence++;
        _timestamp += PayloadLength;
        var length = 12 + PayloadLength;
        _send!.ProtectRtp(packet, ref length);
        SendRaw(packet[..length]);
        Sent++;
    }

    private void Handle(Span<byte> datagram)
    {
        switch (PacketKinds.Classify(datagram))
        {
            case PacketKind.Stun:
                HandleStun(datagram);
                break;
            case PacketKind.Dtls when _dtls is not null:
                _dtls.Receive(datagram);
                if (_dtls.State == DtlsState.Connected && _send is null)
                {
                    var keys = _dtls.Keys!;
                    _send = new SrtpSendContext(keys.Profile, keys.LocalKey, keys.LocalSalt);
                    _receive = new SrtpReceiveContext(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
                    SendRtp(Engine.Now);
                }

                break;
            case PacketKind.Rtp when _receive is not null && !RtcpPacket.IsRtcp(datagram):
                if (_receive.UnprotectRtp(datagram, out var length) == SrtpResult.Success)
                {
                    HandleRtp(datagram[..length]);
                }

                break;
            default:
                break;
        }
    }

    private void HandleRtp(ReadOnlySpan<byte> packet)
    {
        var now = Engine.Now;
        var header = 12 + (4 * (packet[0] & 15));
        if ((packet[0] & 0x10) != 0)
        {
            header += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(header + 2)..]));
        }

        if (!LoadPayload.TryRead(packet[header..], out var sentAt, out var number))
        {
            return;
        }

        // Both ends count alike: whatever is lost, sequence and timestamp have moved as far as the payload's number.
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        if (_last is { } last)
        {
            var step = number - last.Payload;
            if (step is 0 or > 0x7fff || (ushort)(sequence - last.Sequence) != step || timestamp - last.Timestamp != step * PayloadLength)
            {
                Faults++;
            }
        }

        _last = (sequence, timestamp, number);
        Received++;
        _down.Add(now - sentAt);
        FirstPacket.TrySetResult(now);
    }

    private void HandleStun(ReadOnlySpan<byte> datagram)
    {
        if (_remote is null || !StunMessage.TryParse(datagram, out var message))
        {
            return;
        }

        if (message.Type == StunMessageType.BindingRequest && message.VerifyIntegrity(_localCredential))
        {
            var writer = new StunWriter(_sendBuffer, StunMessageType.BindingSuccess, message.TransactionId);
            writer.AddXorMappedAddress((IPEndPoint)_remote!);
            writer.AddIntegrity(_localCredential);
            writer.AddFingerprint();
            SendRaw(writer.Written);
        }
        else if (message.Type == StunMessageType.BindingSuccess && !_nominated)
        {
            _nominated = true;
            _dtls!.Start();
        }
    }

    private void SendCheck()
    {
        var writer = new StunWriter(_sendBuffer, StunMessageType.BindingRequest, RandomNumberGenerator.GetBytes(12));
        writer.Add(StunAttribute.Username, Encoding.ASCII.GetBytes($"{_remoteUfrag}:{_ufrag}"));
        writer.Add(StunAttribute.IceControlling, 0x1122334455667788UL);
        writer.Add(StunAttribute.Priority, 1845501695U);
        writer.Add(StunAttribute.UseCandidate, []);
        writer.AddIntegrity(_remoteCredential!);
        writer.AddFingerprint();
        SendRaw(writer.Written);
    }

    private void SendRaw(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, _remote!);
        }
        catch (SocketException)
        {
            // Counted as loss.
        }
    }

    public void Dispose()
    {
        _engine.Remove(Work);
        _dtls?.Close();
        _engine.Poller.Remove((int)_socket.Handle, _slot);
        _socket.Dispose();
        _dtls?.Dispose();
        _send?.Dispose();
        _receive?.Dispose();
    }
}
