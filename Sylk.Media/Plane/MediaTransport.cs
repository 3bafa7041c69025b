using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;
using Sylk.Media.Srtp;

namespace Sylk.Media.Plane;

/// <summary>A path to one peer with its keys: above it packets are plain. How they travel below is up to the kinds of transport.</summary>
internal abstract class MediaTransport : IDtlsOwner, IDisposable
{
    private readonly RtcpReceiver _rtcpReceiver;
    private SrtpReceiveContext? _receive;
    private SrtpSendContext? _send;
    private bool _isPlain;
    private ushort _lastTransportSequenceNumber;

    protected MediaTransport(PlaneSession session, MediaSide side, TransportId id, DtlsContext dtls, TimeSpan handshakeLimit)
    {
        Session = session;
        Side = side;
        Id = id;
        Dtls = new DtlsEndpoint(session.Loop, dtls, handshakeLimit, this);
        Rtcp = new RtcpSender(session, this);
        _rtcpReceiver = new RtcpReceiver(session, this);
    }

    public TransportId Id { get; }

    public MediaSide Side { get; }

    public SourceTable Sources { get; } = new();

    public RtcpSender Rtcp { get; }

    /// <summary>Packets that were dropped before their stream was known: unauthentic, replayed or malformed.</summary>
    public long Discarded { get; private set; }

    /// <summary>When something authentic last came, microseconds of the loop.</summary>
    public long LastArrival { get; private set; }

    /// <summary>Whether there are keys where there must be.</summary>
    public bool IsEstablished => _isPlain || _send is not null;

    /// <summary>Whether packets could be sent now.</summary>
    public bool IsReady => IsEstablished && HasPath;

    /// <summary>Whether it is known where the peer is.</summary>
    protected abstract bool HasPath { get; }

    protected PlaneSession Session { get; }

    protected MediaLoop Loop => Session.Loop;

    protected DtlsEndpoint Dtls { get; }

    protected TransportPlan? Plan { get; private set; }

    public ushort NextTransportSequenceNumber() => ++_lastTransportSequenceNumber;

    /// <summary>Takes the remote half.</summary>
    public virtual void Apply(TransportPlan plan)
    {
        var previous = Plan;
        Plan = plan;
        if (plan.Dtls is not null)
        {
            _isPlain = false;
            if (Dtls.SetPlan(plan.Dtls) || previous is { Dtls: null })
            {
                DropKeys();
            }
        }
        else if (plan.Sdes is not null)
        {
            _isPlain = false;
            if (!HasSameKeys(plan.Sdes, previous?.Sdes))
            {
                SetKeys(plan.Sdes);
            }
        }
        else
        {
            DropKeys();
            _isPlain = true;
        }
    }

    /// <summary>Once a second.</summary>
    public virtual void Tick(long now) => Rtcp.Tick(now);

    /// <summary>Protects and sends an RTP packet, taking it over.</summary>
    /// <param name="packet">The plain packet.</param>
    /// <param name="repeats">The very same bytes were sent before.</param>
    public void SendRtp(Packet packet, bool repeats = false)
    {
        if (_send is not null)
        {
            var length = packet.Length;
            if (_send.ProtectRtp(packet.Room, ref length, repeats) != SrtpResult.Success)
            {
                Loop.Packets.Return(packet);
                return;
            }
            packet.Length = length;
        }
        else if (!_isPlain)
        {
            Loop.Packets.Return(packet);
            return;
        }
        Transmit(packet, isRtcp: false);
    }

    /// <summary>Protects and sends a compound RTCP packet, taking it over.</summary>
    public void SendRtcp(Packet packet)
    {
        var length = packet.Length;
        if (_send is null ? !_isPlain : _send.ProtectRtcp(packet.Room, ref length) != SrtpResult.Success)
        {
            Loop.Packets.Return(packet);
            return;
        }
        packet.Length = length;
        Transmit(packet, isRtcp: true);
    }

    public abstract void SendDtls(ReadOnlySpan<byte> datagram);

    public virtual void OnKeys(DtlsKeys keys)
    {
        DropKeys();
        _receive = new SrtpReceiveContext(keys.Profile, keys.RemoteKey, keys.RemoteSalt);
        _send = new SrtpSendContext(keys.Profile, keys.LocalKey, keys.LocalSalt);
        Session.OnTransportReady(this);
    }

    public void OnDtlsEnded(MediaFailure failure, string detail)
    {
        DropKeys();
        Session.Fail(Side, failure, detail);
    }

    public virtual void Dispose()
    {
        Rtcp.Dispose();
        Dtls.Dispose();
        DropKeys();
    }

    /// <summary>Sends a protected packet, taking it over.</summary>
    protected abstract void Transmit(Packet packet, bool isRtcp);

    /// <summary>Takes over an RTP or RTCP packet from an address that may send.</summary>
    /// <returns>Whether it was authentic and well formed.</returns>
    protected bool ReceivePacket(Packet packet) => RtcpPacket.IsRtcp(packet.Span) ? ReceiveRtcp(packet) : ReceiveRtp(packet);

    private bool ReceiveRtcp(Packet packet)
    {
        if (_receive is not null)
        {
            if (_receive.UnprotectRtcp(packet.Span, out var length) != SrtpResult.Success)
            {
                return Discard(packet);
            }
            packet.Length = length;
        }
        else if (!_isPlain)
        {
            return Discard(packet);
        }
        LastArrival = Loop.Now;
        _rtcpReceiver.Receive(packet.Span, Loop.Now);
        Loop.Packets.Return(packet);
        return true;
    }

    private bool ReceiveRtp(Packet packet)
    {
        if (_receive is not null)
        {
            if (_receive.UnprotectRtp(packet.Span, out var length) != SrtpResult.Success)
            {
                return Discard(packet);
            }
            packet.Length = length;
        }
        else if (!_isPlain)
        {
            return Discard(packet);
        }
        if (!RtpHeader.TryRead(packet.Span, out var header))
        {
            return Discard(packet);
        }
        LastArrival = Loop.Now;
        Rtcp.NoteArrival(packet.Span, header, Loop.Now);
        if (Sources.Find(packet.Span, header, Loop.Now, out var stream) is not { } source)
        {
            return Discard(packet);
        }
        stream!.Receiver.Receive(source, packet, header, Loop.Now);
        return true;
    }

    private bool Discard(Packet packet)
    {
        Discarded++;
        Loop.Packets.Return(packet);
        return false;
    }

    private void SetKeys(SdesPlan plan)
    {
        DropKeys();
        const int keyLength = SrtpParameters.KeyLength;
        var local = plan.LocalKeySalt.Span;
        var remote = plan.RemoteKeySalt.Span;
        _receive = new SrtpReceiveContext(plan.Profile, remote[..keyLength], remote[keyLength..]);
        _send = new SrtpSendContext(plan.Profile, local[..keyLength], local[keyLength..]);
    }

    private void DropKeys()
    {
        _receive?.Dispose();
        _send?.Dispose();
        _receive = null;
        _send = null;
    }

    private static bool HasSameKeys(SdesPlan plan, SdesPlan? other) =>
        other is not null && plan.Profile == other.Profile
        && plan.LocalKeySalt.Span.SequenceEqual(other.LocalKeySalt.Span)
        && plan.RemoteKeySalt.Span.SequenceEqual(other.RemoteKeySalt.Span);
}
