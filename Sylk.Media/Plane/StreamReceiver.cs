using Sylk.Abstractions.Media;
using Sylk.Media.Rtp;
using Sylk.Media.Sockets;

namespace Sylk.Media.Plane;

/// <summary>What comes from a peer in one stream: counted, repaired, read for digits, and passed on.</summary>
internal sealed class StreamReceiver
{
    private readonly PlaneSession _session;
    private readonly LegStream _stream;
    private readonly DigitDetector _digits;
    private CodecTable _codecs = new([]);
    private LossRepair? _repair;
    private readonly LossBasedLimit _limit = new(LossBasedLimit.Cautious);
    private RateMeter _rate;
    private int _clockRate = 1;

    public StreamReceiver(PlaneSession session, LegStream stream)
    {
        _session = session;
        _stream = stream;
        _digits = new DigitDetector((digit, duration) => session.Report(new MediaDigit(stream.Side, digit, duration)));
    }

    public string LastCodec { get; private set; } = "";

    public long PacketsReceived { get; private set; }

    public long BytesReceived { get; private set; }

    public long PacketsDiscarded { get; private set; }

    /// <summary>Bits a second that the peer may send: as far as the way here is known, and the way on.</summary>
    public int BitrateLimit => Math.Min(
        Plan.Feedback.TransportCc ? LossBasedLimit.Max : _limit.Value, _stream.Target?.Sender.BitrateLimit ?? LossBasedLimit.Max);

    private StreamPlan Plan => _stream.Plan;

    public void SetPlan()
    {
        _codecs = new CodecTable(Plan.Codecs);
        var repairs = Plan is { Kind: StreamKind.Video, Feedback.Nack: true, MayReceive: true };
        if (!repairs)
        {
            _repair?.Dispose();
            _repair = null;
        }
        else
        {
            _repair ??= new LossRepair(_session, _stream);
        }
    }

    public bool Knows(byte payloadType) => _codecs.Find(payloadType) is not null;

    /// <summary>Whether packets of this payload type repeat others (RFC 4588).</summary>
    public bool IsRetransmission(byte payloadType) => _codecs.Find(payloadType) is { RtxOf: >= 0 };

    /// <summary>Takes over a plain packet.</summary>
    public void Receive(RtpSource source, Packet packet, RtpHeader header, long now)
    {
        source.LastArrival = now;
        if (source.RepeatedSource is { } repeated)
        {
            ReceiveRepeated(repeated, packet, header, now);
            return;
        }
        var codec = _codecs.Find(header.PayloadType);
        if (codec is null or { RtxOf: >= 0 })
        {
            Discard(packet);
            return;
        }
        Receive(source, packet, header, codec, isRepeated: false, now);
    }

    /// <summary>Once a second.</summary>
    public void Tick(long now)
    {
        _digits.Expire(now);
        if (_stream.Transport.Sources.LatestOf(_stream) is { } source)
        {
            _limit.Update(source.FractionLost, _rate.Read(BytesReceived, now));
        }
    }

    public void Dispose() => _repair?.Dispose();

    public TimeSpan JitterOf(RtpSource? source) => TimeSpan.FromSeconds((source?.Statistics.Jitter ?? 0) / (double)_clockRate);

    private void ReceiveRepeated(RtpSource source, Packet packet, RtpHeader header, long now)
    {
        if (_codecs.FindRepeated(header.PayloadType) is not { } codec)
        {
            Discard(packet);
        }
        else if (RtxPacket.TryUnwrap(packet, ref header, codec.ReceivePayloadType, source.Ssrc))
        {
            Receive(source, packet, header, codec, isRepeated: true, now);
        }
        else
        {
            _session.Loop.Packets.Return(packet);
        }
    }

    private void Receive(RtpSource source, Packet packet, in RtpHeader header, CodecPlan codec, bool isRepeated, long now)
    {
        if (!Plan.MayReceive || !header.TryGetPayload(packet.Span, out var payload))
        {
            Discard(packet);
            return;
        }
        var arrival = source.Statistics.Add(header.SequenceNumber);
        if (arrival is RtpArrival.Duplicate or RtpArrival.Suspicious)
        {
            if (isRepeated)
            {
                // What was not missing is repeated to probe for bandwidth.
                _session.Loop.Packets.Return(packet);
                return;
            }
            Discard(packet);
            return;
        }
        if (arrival == RtpArrival.Restarted)
        {
            source.Epoch++;
        }
        _repair?.Note(source, header.SequenceNumber, now);
        if (_codecs.CarriesDigits(header.PayloadType))
        {
            _digits.Add(header.Timestamp, payload, codec.ClockRate, now);
        }
        else
        {
            LastCodec = codec.Name;
            _clockRate = codec.ClockRate;
            if (!isRepeated)
            {
                source.Statistics.AddTransit(header.Timestamp, codec.ClockRate, now);
            }
        }
        PacketsReceived++;
        BytesReceived += payload.Length;
        if (_stream.Route is not { } route || route.PayloadTypeOf(codec) is not { } payloadType)
        {
            _session.Loop.Packets.Return(packet);
            return;
        }
        route.Target.Sender.Send(source, packet, header, codec.ClockRate, payloadType, payload.Length, route.Extensions, now);
    }

    private void Discard(Packet packet)
    {
        PacketsDiscarded++;
        _session.Loop.Packets.Return(packet);
    }
}
