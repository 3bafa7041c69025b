using System.Text;
using Sylk.Abstractions.Media;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>One m-line of one peer: what comes from it goes to <see cref="Target"/>, and what goes to it is sent here.</summary>
internal sealed class LegStream
{
    private readonly MediaSession _session;
    private readonly SourceMapping _mapping = new();
    private CodecTable _codecs = new([]);
    private Route? _route;
    private byte[] _mid = [];

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
        PacketsReceived++;
        BytesReceived += payload.Length;
        if (_route is not { } route || route.PayloadTypeOf(codec) is not { } payloadType)
        {
            _session.Loop.Packets.Return(packet);
            return;
        }
        route.Target.Send(source, packet, header, codec.ClockRate, payloadType, payload.Length, route.Extensions, now);
    }

    public MediaStreamStatistics GetStatistics() => new()
    {
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
        PacketsSent++;
        BytesSent += payloadLength;
        Transport.SendRtp(packet);
    }

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
