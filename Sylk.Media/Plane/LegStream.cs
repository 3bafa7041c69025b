using System.Text;
using Sylk.Abstractions.Media;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One m-line of one peer: what comes from it goes to <see cref="Target"/>, and what goes to it is sent here.</summary>
internal sealed class LegStream
{
    private const long KeyFrameRequestInterval = 500 * MediaClock.MicrosecondsPerMillisecond;

    private readonly MediaSession _session;
    private readonly SourceMapping _mapping = new();
    private CodecTable _codecs = new([]);
    private Route? _route;
    private byte[] _mid = [];
    private RtpSource? _lastSource;
    private uint _lastTimestamp;
    private uint _timestampOffset;
    private long _lastSendTime;
    private int _lastClockRate;
    private TimeSpan? _roundTripTime;
    private long _lastKeyFrameRequest = long.MinValue / 2;
    private byte _firSequenceNumber;
    private int _receiveClockRate = 1;

    public LegStream(MediaSession session, MediaSide side, MediaTransport transport, StreamPlan plan)
    {
        _session = session;
        Side = side;
        Transport = transport;
        Plan = plan;
        SetPlan(plan);
    }

    public MediaSide Side { get; }

    public MediaTransport Transport { get; }

    public StreamPlan Plan { get; private set; }

    /// <summary>Where packets of this peer go: the same stream of the other leg, this one in an echo, or nowhere.</summary>
    public LegStream? Target => _route?.Target;

    public string LastCodec { get; private set; } = "";

    public long PacketsReceived { get; private set; }

    public long BytesReceived { get; private set; }

    public long PacketsSent { get; private set; }

    public long BytesSent { get; private set; }

    public long PacketsDiscarded { get; private set; }

    /// <summary>SSRC of what is sent to the peer; 0 before the first packet of a stream that passes the source's own.</summary>
    public uint SentSsrc { get; private set; }

    public void SetPlan(StreamPlan plan)
    {
        Plan = plan;
        _codecs = new CodecTable(plan.Codecs);
        _mid = Encoding.UTF8.GetBytes(plan.Mid);
        _route = null;
    }

    public void SetTarget(LegStream? target) => _route = target is null ? null : new Route(Plan, target);

    public bool Knows(byte payloadType) => _codecs.Find(payloadType) is not null;

    /// <summary>Whether packets of this payload type repeat others (RFC 4588).</summary>
    public bool IsRetransmission(byte payloadType) => _codecs.Find(payloadType) is { RtxOf: >= 0 };

    /// <summary>Takes over a plain packet from the peer.</summary>
    public void Receive(RtpSource source, Packet packet, in RtpHeader header, long now)
    {
        var codec = _codecs.Find(header.PayloadType);
        if (!Plan.MayReceive || codec is null || !header.TryGetPayload(packet.Span, out var payload))
        {
            Discard(packet);
            return;
        }
        source.LastArrival = now;
        if (source.RepeatedSource is not null || codec.RtxOf >= 0)
        {
            Discard(packet);
            return;
        }
        var arrival = source.Statistics.Add(header.SequenceNumber);
        if (arrival is RtpArrival.Duplicate or RtpArrival.Suspicious)
        {
            Discard(packet);
            return;
        }
        if (arrival == RtpArrival.Restarted)
        {
            source.Epoch++;
        }
        source.Statistics.AddTransit(header.Timestamp, codec.ClockRate, now);
        LastCodec = codec.Name;
        _receiveClockRate = codec.ClockRate;
        PacketsReceived++;
        BytesReceived += payload.Length;
        if (_route is not { } route || route.PayloadTypeOf(codec) is not { } payloadType)
        {
            _session.Loop.Packets.Return(packet);
            return;
        }
        route.Target.Send(source, packet, header, codec.ClockRate, payloadType, payload.Length, route.Extensions, now);
    }

    /// <summary>Asks the peer for a key frame, unless it was asked just now.</summary>
    public void RequestKeyFrame(long now)
    {
        if (Plan.Kind != StreamKind.Video || !Plan.MayReceive || now - _lastKeyFrameRequest < KeyFrameRequestInterval
            || Transport.Sources.LatestOf(this) is not { } source)
        {
            return;
        }
        _lastKeyFrameRequest = now;
        if (Plan.Feedback.Pli || Plan.Feedback.Fir)
        {
            Transport.Rtcp.SendKeyFrameRequest(this, source.Ssrc, ++_firSequenceNumber);
        }
        else
        {
            _session.OnKeyFrameNeeded(Side);
        }
    }

    /// <summary>Takes what the peer reports of the packets sent to it.</summary>
    public void ReceiveReport(in ReportBlock block, long now)
    {
        if (block.LastSenderReport != 0)
        {
            var middle = (uint)(_session.Loop.Clock.ToNtp(now) >> 16);
            var roundTrip = (int)(middle - block.LastSenderReport - block.DelaySinceLastSenderReport);
            _roundTripTime = TimeSpan.FromSeconds(Math.Max(0, roundTrip) / 65536.0);
        }
    }

    /// <summary>What is to be told the peer of the packets sent to it: the source's report in our numbers and our time, or, as
    /// long as there is none, the last packet.</summary>
    public SenderInfo MakeSenderInfo(long now)
    {
        var ntp = _session.Loop.Clock.ToNtp(now);
        uint timestamp;
        if (_lastSource?.SenderInfo is { } info && _session.FindOrigin(this) is { } origin)
        {
            var elapsed = (long)(_session.ClockOf(origin.Side).ToPeer(ntp) - info.Ntp);
            timestamp = info.Timestamp + _timestampOffset + (uint)(long)((Int128)elapsed * _lastClockRate >> 32);
        }
        else
        {
            timestamp = _lastTimestamp + (uint)((now - _lastSendTime) * _lastClockRate / MediaClock.MicrosecondsPerSecond);
        }
        return new(ntp, timestamp, (uint)PacketsSent, (uint)BytesSent);
    }

    public MediaStreamStatistics GetStatistics() => new()
    {
        PacketsLost = Transport.Sources.SourcesOf(this).Where(source => source.RepeatedSource is null).Sum(source => source.Statistics.Lost),
        Jitter = JitterOf(Transport.Sources.LatestOf(this)),
        RoundTripTime = _roundTripTime,
        Side = Side,
        Kind = Plan.Kind == StreamKind.Audio ? "audio" : "video",
        Codec = LastCodec,
        PacketsReceived = PacketsReceived,
        BytesReceived = BytesReceived,
        PacketsSent = PacketsSent,
        BytesSent = BytesSent,
        PacketsDiscarded = PacketsDiscarded,
    };

    /// <summary>Takes over a packet for the peer.</summary>
    private void Send(
        RtpSource source, Packet packet, in RtpHeader header, int clockRate, byte payloadType, int payloadLength,
        HeaderExtensionMap extensions, long now)
    {
        if (!Plan.MaySend || !Transport.IsReady)
        {
            _session.Loop.Packets.Return(packet);
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
            _session.Loop.Packets.Return(packet);
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
            TransportSequenceNumber = extensions.TransportSequenceNumber == 0 ? (ushort)0 : Transport.NextTransportSequenceNumber(),
            AbsoluteSendTime = extensions.AbsoluteSendTime == 0 ? 0 : _session.AbsoluteSendTime,
        });
        SentSsrc = ssrc;
        _lastSource = source;
        _lastTimestamp = timestamp;
        _timestampOffset = timestamp - header.Timestamp;
        _lastSendTime = now;
        _lastClockRate = clockRate;
        PacketsSent++;
        BytesSent += payloadLength;
        Transport.SendRtp(packet);
    }

    private TimeSpan JitterOf(RtpSource? source) =>
        TimeSpan.FromSeconds((source?.Statistics.Jitter ?? 0) / (double)_receiveClockRate);

    private void Discard(Packet packet)
    {
        PacketsDiscarded++;
        _session.Loop.Packets.Return(packet);
    }

    /// <summary>What becomes of this stream's packets on their way to the target.</summary>
    private sealed class Route
    {
        private readonly Dictionary<int, byte> _payloadTypes = [];

        public Route(StreamPlan origin, LegStream target)
        {
            Target = target;
            Extensions = new HeaderExtensionMap(origin.HeaderExtensions, target.Plan.HeaderExtensions);
            foreach (var codec in target.Plan.Codecs)
            {
                _payloadTypes.TryAdd(codec.PassId, codec.SendPayloadType);
            }
        }

        public LegStream Target { get; }

        public HeaderExtensionMap Extensions { get; }

        public byte? PayloadTypeOf(CodecPlan codec) =>
            _payloadTypes.TryGetValue(codec.PassId, out var payloadType) ? payloadType : null;
    }
}
