using System.Buffers.Binary;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>What the peer of one transport is told by RTCP: reports, in our own numbers, and feedback.</summary>
internal sealed class RtcpSender : IDisposable
{
    private const long TransportFeedbackInterval = 50 * MediaClock.MicrosecondsPerMillisecond;
    private const int MaxBlocks = 24;

    /// <summary>Every so many seconds; phones expect the interval of RFC 3550 section 6.2.</summary>
    private readonly int _interval;
    private readonly PlaneSession _session;
    private readonly MediaTransport _transport;
    private readonly WheelTimer _feedbackTimer;
    private TransportArrivals? _arrivals;
    private int _ticks;

    public RtcpSender(PlaneSession session, MediaTransport transport)
    {
        _session = session;
        _transport = transport;
        _interval = transport is IceTransport ? 1 : 5;
        _feedbackTimer = new WheelTimer(SendTransportFeedback);
    }

    /// <summary>Notes the arrival of any authentic RTP packet for transport-wide congestion control.</summary>
    public void NoteArrival(ReadOnlySpan<byte> packet, in RtpHeader header, long now)
    {
        var id = _transport.Sources.TransportSequenceNumberId;
        if (id == 0)
        {
            return;
        }
        var reader = new HeaderExtensionReader(packet, header);
        if (!reader.MoveTo(id) || reader.ValueLength < 2)
        {
            return;
        }
        _arrivals ??= new TransportArrivals();
        _arrivals.Add(BinaryPrimitives.ReadUInt16BigEndian(reader.Value), now);
        if (!_feedbackTimer.IsSet)
        {
            _session.Loop.Timers.Schedule(_feedbackTimer, now + TransportFeedbackInterval);
        }
    }

    public void Dispose() => _session.Loop.Timers.Cancel(_feedbackTimer);

    /// <summary>Once a second.</summary>
    public void Tick(long now)
    {
        if (++_ticks % _interval == 0 && _transport.IsReady && _transport.Sources.Streams.Length > 0)
        {
            SendReports(now);
            SendBitrateLimit();
        }
    }

    public void SendKeyFrameRequest(LegStream stream, uint ssrc, byte firSequenceNumber)
    {
        if (!_transport.IsReady || _session.Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        var writer = new RtcpWriter(packet.Room);
        var own = BeginFeedback(ref writer, stream);
        if (stream.Plan.Feedback.Pli)
        {
            writer.AddPli(own, ssrc);
        }
        else
        {
            writer.AddFir(own, ssrc, firSequenceNumber);
        }
        packet.Length = writer.Length;
        _transport.SendRtcp(packet);
    }

    public void SendNack(LegStream stream, uint ssrc, ReadOnlySpan<ushort> numbers)
    {
        if (!_transport.IsReady || _session.Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        var writer = new RtcpWriter(packet.Room);
        var own = BeginFeedback(ref writer, stream);
        writer.AddNack(own, ssrc, numbers);
        packet.Length = writer.Length;
        _transport.SendRtcp(packet);
    }

    private void SendTransportFeedback(long now)
    {
        var streams = _transport.Sources.Streams;
        while (_arrivals is { HasNews: true } && streams.Length > 0 && _transport.IsReady
            && _session.Loop.Packets.TryRent() is { } packet)
        {
            var writer = new RtcpWriter(packet.Room);
            var media = _transport.Sources.Count > 0 ? _transport.Sources[0].Ssrc : 0;
            var own = BeginFeedback(ref writer, streams[0]);
            writer.AddTransportFeedback(own, media, _arrivals);
            packet.Length = writer.Length;
            _transport.SendRtcp(packet);
        }
    }

    /// <summary>A sender report for each stream that is sent, or a receiver report; what is received is told in the first one.</summary>
    private void SendReports(long now)
    {
        if (_session.Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        var streams = _transport.Sources.Streams;
        var writer = new RtcpWriter(packet.Room);
        for (var i = 0; i < streams.Length && writer.Length < RtcpPacket.MaxLength / 2; i++)
        {
            if (streams[i].Sender.PacketsSent > 0)
            {
                var isFirst = writer.Length == 0;
                writer.BeginSenderReport(streams[i].Sender.Ssrc, streams[i].Sender.MakeSenderInfo(now));
                if (isFirst)
                {
                    AddBlocks(ref writer, now);
                }
                writer.AddCname(streams[i].Sender.Ssrc, streams[i].Plan.Cname);
            }
        }
        if (writer.Length == 0)
        {
            var own = SsrcOf(streams[0]);
            writer.BeginReceiverReport(own);
            AddBlocks(ref writer, now);
            writer.AddCname(own, streams[0].Plan.Cname);
        }
        packet.Length = writer.Length;
        _transport.SendRtcp(packet);
    }

    /// <summary>Tells a browser how much video gets through, one figure for all of its streams.</summary>
    private void SendBitrateLimit()
    {
        Span<uint> sources = stackalloc uint[MaxBlocks];
        var count = 0;
        var limit = 0;
        LegStream? first = null;
        foreach (var stream in _transport.Sources.Streams)
        {
            if (stream.Plan is { Kind: StreamKind.Video, Feedback.Remb: true, MayReceive: true }
                && count < MaxBlocks && _transport.Sources.LatestOf(stream) is { } source)
            {
                first ??= stream;
                sources[count++] = source.Ssrc;
                limit += stream.Receiver.BitrateLimit;
            }
        }
        if (first is null || _session.Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        var writer = new RtcpWriter(packet.Room);
        writer.AddRemb(BeginFeedback(ref writer, first), limit, sources[..count]);
        packet.Length = writer.Length;
        _transport.SendRtcp(packet);
    }

    private void AddBlocks(ref RtcpWriter writer, long now)
    {
        var sources = _transport.Sources;
        for (var i = 0; i < sources.Count && i < MaxBlocks; i++)
        {
            if (sources[i].RepeatedSource is null && sources[i].Statistics.Received > 0)
            {
                writer.AddBlock(sources[i].TakeReport(now));
            }
        }
    }

    /// <summary>What comes before feedback: a report without blocks, unless the peer takes reduced-size packets (RFC 5506).</summary>
    /// <returns>The SSRC the feedback is from.</returns>
    private static uint BeginFeedback(ref RtcpWriter writer, LegStream stream)
    {
        var own = SsrcOf(stream);
        if (!stream.Plan.Feedback.ReducedSize)
        {
            writer.BeginReceiverReport(own);
            writer.AddCname(own, stream.Plan.Cname);
        }
        return own;
    }

    private static uint SsrcOf(LegStream stream) =>
        stream.Plan.LocalSsrc != 0 ? stream.Plan.LocalSsrc : stream.Sender.Ssrc != 0 ? stream.Sender.Ssrc : 1;
}
