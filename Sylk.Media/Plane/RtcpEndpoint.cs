using System.Buffers.Binary;
using Sylk.Media.Rtcp;
using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>RTCP of one transport. Both ends of a session are ends for RTCP too: reports are made here, in our own numbers, and
/// only the wish for a key frame travels on to the other peer.</summary>
internal sealed class RtcpEndpoint : IDisposable
{
    private const long TransportFeedbackInterval = 50 * MediaClock.MicrosecondsPerMillisecond;
    private const int MaxBlocks = 24;
    private const int SsrcOffset = 4;
    private const int FeedbackHeaderLength = 12;
    private const int FirEntryLength = 8;
    private const int NackEntryLength = 4;

    /// <summary>Every so many seconds; phones expect the interval of RFC 3550 section 6.2.</summary>
    private readonly int _interval;
    private readonly PlaneSession _session;
    private readonly MediaTransport _transport;
    private readonly WheelTimer _feedbackTimer;
    private TransportArrivals? _arrivals;
    private int _ticks;

    public RtcpEndpoint(PlaneSession session, MediaTransport transport)
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

    /// <summary>Takes an authentic compound packet.</summary>
    public void Receive(ReadOnlySpan<byte> compound, long now)
    {
        var reader = new RtcpReader(compound);
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case RtcpTypes.SenderReport when reader.Packet.Length >= 8 + SenderInfo.Length:
                    ReceiveSenderInfo(reader.Packet, now);
                    ReceiveBlocks(reader.Packet[(8 + SenderInfo.Length)..], reader.Count, now);
                    break;
                case RtcpTypes.ReceiverReport when reader.Packet.Length >= 8:
                    ReceiveBlocks(reader.Packet[8..], reader.Count, now);
                    break;
                case RtcpTypes.TransportFeedback when reader.Count == FeedbackFormats.Nack && reader.Packet.Length >= FeedbackHeaderLength:
                    ReceiveNack(reader.Packet, now);
                    break;
                case RtcpTypes.PayloadFeedback when reader.Packet.Length >= FeedbackHeaderLength:
                    ReceivePayloadFeedback(reader.Packet, reader.Count, now);
                    break;
            }
        }
    }

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

    private void ReceiveSenderInfo(ReadOnlySpan<byte> packet, long now)
    {
        if (_transport.Sources.Find(BinaryPrimitives.ReadUInt32BigEndian(packet[SsrcOffset..]), out _) is { } source)
        {
            var info = SenderInfo.Read(packet[8..]);
            source.SetSenderInfo(info, now);
            _session.ClockOf(_transport.Side).Add(info.Ntp, _session.Loop.Clock.ToNtp(now));
        }
    }

    private void ReceiveBlocks(ReadOnlySpan<byte> blocks, int count, long now)
    {
        for (; count > 0 && blocks.Length >= ReportBlock.Length; count--, blocks = blocks[ReportBlock.Length..])
        {
            var block = ReportBlock.Read(blocks);
            FindSent(block.Ssrc)?.Sender.ReceiveReport(block, now);
        }
    }

    private void ReceiveNack(ReadOnlySpan<byte> packet, long now)
    {
        if (FindSent(BinaryPrimitives.ReadUInt32BigEndian(packet[8..])) is not { } stream)
        {
            return;
        }
        for (var entries = packet[FeedbackHeaderLength..]; entries.Length >= NackEntryLength; entries = entries[NackEntryLength..])
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(entries);
            stream.Sender.Repeat(number, now);
            for (var following = BinaryPrimitives.ReadUInt16BigEndian(entries[2..]); following != 0; following >>= 1)
            {
                number++;
                if ((following & 1) != 0)
                {
                    stream.Sender.Repeat(number, now);
                }
            }
        }
    }

    private void ReceivePayloadFeedback(ReadOnlySpan<byte> packet, int format, long now)
    {
        if (format == FeedbackFormats.Pli)
        {
            AskOrigin(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), now);
        }
        else if (format == FeedbackFormats.Fir)
        {
            for (var entries = packet[FeedbackHeaderLength..]; entries.Length >= FirEntryLength; entries = entries[FirEntryLength..])
            {
                AskOrigin(BinaryPrimitives.ReadUInt32BigEndian(entries), now);
            }
        }
    }

    private void AskOrigin(uint ssrc, long now)
    {
        if (FindSent(ssrc) is { } stream)
        {
            _session.FindOrigin(stream)?.RequestKeyFrame(now);
        }
    }

    private LegStream? FindSent(uint ssrc)
    {
        var streams = _transport.Sources.Streams;
        for (var i = 0; i < streams.Length; i++)
        {
            if (streams[i].Sender.Ssrc == ssrc)
            {
                return streams[i];
            }
        }
        return null;
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
