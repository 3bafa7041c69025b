using System.Net;
using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;
using Sylk.Media.Rtcp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>A transport of a SIP leg: two ports of its own for one stream; plain, or with keys from SDES or DTLS.</summary>
internal sealed class RtpTransport : MediaTransport
{
    private readonly RtpPortRange _ports;
    private readonly RtpTargetPolicy _policy;
    private readonly RtpPort _rtp;
    private readonly RtpPort _rtcp;
    private TransportAddress _dtlsRemote;

    /// <exception cref="MediaException">No port is free.</exception>
    public RtpTransport(
        PlaneSession session, MediaSide side, TransportId id, DtlsContext dtls, RtpPortRange ports, MediaPlaneOptions options)
        : base(session, side, id, dtls, options.ConnectTimeout)
    {
        _ports = ports;
        _policy = new RtpTargetPolicy(options);
        var (rtp, rtcp) = ports.Open();
        _rtp = new RtpPort(session.Loop, this, rtp);
        _rtcp = new RtpPort(session.Loop, this, rtcp);
    }

    public IPEndPoint LocalRtp => _rtp.Socket.LocalEndPoint;

    public IPEndPoint LocalRtcp => _rtcp.Socket.LocalEndPoint;

    protected override bool HasPath => !_rtp.Remote.Address.IsNone;

    public override void Apply(TransportPlan plan)
    {
        base.Apply(plan);
        if (_rtp.Remote.Signal(plan.RemoteRtp, _policy))
        {
            _dtlsRemote = default;
        }
        _rtcp.Remote.Signal(plan.RtcpMux ? null : plan.RemoteRtcp, _policy);
        if (plan.Dtls is { IsClient: true } && HasPath)
        {
            Dtls.Start();
        }
    }

    /// <summary>Takes a packet over that arrived on one of the ports.</summary>
    public void Receive(Packet packet, RtpPort port)
    {
        var source = packet.Remote;
        if (!port.Remote.Accepts(source))
        {
            Loop.Packets.Return(packet);
            return;
        }
        switch (PacketKinds.Classify(packet.Span))
        {
            case PacketKind.Rtp:
                // Where media goes is for media to tell.
                var mayLearn = port == _rtcp || !RtcpPacket.IsRtcp(packet.Span);
                if (ReceivePacket(packet) && mayLearn)
                {
                    port.Remote.Learn(source);
                }
                break;
            case PacketKind.Dtls when Plan?.Dtls is not null && port == _rtp:
                _dtlsRemote = source;
                Dtls.Receive(packet.Span);
                Loop.Packets.Return(packet);
                break;
            default:
                Loop.Packets.Return(packet);
                break;
        }
    }

    public override void SendDtls(ReadOnlySpan<byte> datagram)
    {
        var remote = _dtlsRemote.IsNone ? _rtp.Remote.Address : _dtlsRemote;
        if (remote.IsNone || datagram.Length > Packet.MaxReceiveLength || Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        packet.Length = datagram.Length;
        packet.Remote = remote;
        datagram.CopyTo(packet.Span);
        _rtp.Socket.Send(packet);
    }

    public override void OnKeys(DtlsKeys keys)
    {
        if (!_dtlsRemote.IsNone)
        {
            // The certificate was the signalled one, so this is where the peer is.
            _rtp.Remote.Learn(_dtlsRemote);
        }
        base.OnKeys(keys);
    }

    public override void Dispose()
    {
        base.Dispose();
        var port = LocalRtp.Port;
        _rtp.Dispose();
        _rtcp.Dispose();
        _ports.Rest(port);
    }

    protected override void Transmit(Packet packet, bool isRtcp)
    {
        var port = isRtcp && Plan is { RtcpMux: false } ? _rtcp : _rtp;
        packet.Remote = port.Remote.Address;
        if (packet.Remote.IsNone)
        {
            Loop.Packets.Return(packet);
            return;
        }
        port.Socket.Send(packet);
    }
}
