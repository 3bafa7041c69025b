using System.Text;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>What goes to a peer in one stream: renumbered, kept for retransmission, and reported.</summary>
internal sealed class StreamSender(PlaneSession session, LegStream stream)
{
    private readonly SourceMapping _mapping = new();
    private readonly LossBasedLimit _limit = new(LossBasedLimit.Max);
    private RateMeter _rate;
    private byte _fractionLost;
    private Retransmitter? _retransmitter;
    private byte[] _mid = [];
    private RtpSource? _lastSource;
    private uint _lastTimestamp;
    private uint _timestampOffset;
    private long _lastSendTime;
    private int _lastClockRate;

    public long PacketsSent { get; private set; }

    public long BytesSent { get; private set; }

    /// <summary>SSRC of what is sent; 0 before the first packet of a stream that passes the source's own.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>As of the peer's last report.</summary>
    public TimeSpan? RoundTripTime { get; private set; }

    /// <summary>Bits a second that get through to the peer.</summary>
    public int BitrateLimit => _limit.Value;

    private StreamPlan Plan => stream.Plan;

    public void SetPlan()
    {
        _mid = Encoding.UTF8.GetBytes(Plan.Mid);
        var keeps = Plan is { Kind: StreamKind.Video, Feedback.Nack: true, MaySend: true, LocalSsrc: not 0 };
        if (!keeps)
        {
            _retransmitter?.Dispose();
            _retransmitter = null;
        }
        else
        {
            _retransmitter ??= new Retransmitter(session, stream.Transport);
        }
    }

    /// <summary>Takes over a packet of another peer.</summary>
    public void Send(
        RtpSource source, Packet packet, in RtpHeader header, int clockRate, byte payloadType, int payloadLength,
        HeaderExtensionMap extensions, long now)
    {
        if (!Plan.MaySend || !stream.Transport.IsReady)
        {
            session.Loop.Packets.Return(packet);
            return;
        }
        var ssrc = Plan.LocalSsrc;
        var sequenceNumber = header.SequenceNumber;
        var timestamp = header.Timestamp;
        if (ssrc == 0)
        {
            ssrc = header.Ssrc;
        }
        else if (!_mapping.TryMap(source, header, clockRate, now, out sequenceNumber, out timestamp))
        {
            session.Loop.Packets.Return(packet);
            return;
        }
        RtpHeaderRewriter.Rewrite(packet, header, new OutgoingHeader
        {
            PayloadType = payloadType,
            SequenceNumber = sequenceNumber,
            Timestamp = timestamp,
            Ssrc = ssrc,
            Extensions = extensions,
            Mid = _mid,
            TransportSequenceNumber = extensions.TransportSequenceNumber == 0 ? (ushort)0 : stream.Transport.NextTransportSequenceNumber(),
            AbsoluteSendTime = extensions.AbsoluteSendTime == 0 ? 0 : session.AbsoluteSendTime,
        });
        Ssrc = ssrc;
        _lastSource = source;
        _lastTimestamp = timestamp;
        _timestampOffset = timestamp - header.Timestamp;
        _lastSendTime = now;
        _lastClockRate = clockRate;
        PacketsSent++;
        BytesSent += payloadLength;
        _retransmitter?.Keep(sequenceNumber, packet.Span, now);
        stream.Transport.SendRtp(packet);
    }

    /// <summary>The peer misses a packet.</summary>
    public void Repeat(ushort sequenceNumber, long now) => _retransmitter?.Repeat(Plan, sequenceNumber, now);

    /// <summary>Takes what the peer reports of the packets sent to it.</summary>
    public void ReceiveReport(in ReportBlock block, long now)
    {
        _fractionLost = block.FractionLost;
        if (block.LastSenderReport != 0)
        {
            var middle = (uint)(session.Loop.Clock.ToNtp(now) >> 16);
            var roundTrip = (int)(middle - block.LastSenderReport - block.DelaySinceLastSenderReport);
            RoundTripTime = TimeSpan.FromSeconds(Math.Max(0, roundTrip) / 65536.0);
        }
    }

    /// <summary>What is to be told the peer of the packets sent to it: the source's report in our numbers and our time, or, as
    /// long as there is none, the last packet.</summary>
    public SenderInfo MakeSenderInfo(long now)
    {
        var ntp = session.Loop.Clock.ToNtp(now);
        uint timestamp;
        if (_lastSource?.SenderInfo is { } info && session.FindOrigin(stream) is { } origin)
        {
            var elapsed = (long)(session.ClockOf(origin.Side).ToPeer(ntp) - info.Ntp);
            timestamp = info.Timestamp + _timestampOffset + (uint)(long)((Int128)elapsed * _lastClockRate >> 32);
        }
        else
        {
            timestamp = _lastTimestamp + (uint)((now - _lastSendTime) * _lastClockRate / MediaClock.MicrosecondsPerSecond);
        }
        return new(ntp, timestamp, (uint)PacketsSent, (uint)BytesSent);
    }

    /// <summary>Once a second.</summary>
    public void Tick(long now)
    {
        _retransmitter?.Forget(now);
        _limit.Update(_fractionLost, _rate.Read(BytesSent, now));
        _fractionLost = 0;
    }

    public void Dispose() => _retransmitter?.Dispose();
}
