using System.Buffers.Binary;
using Sylk.Media.Rtcp;

namespace Sylk.Media.Plane;

/// <summary>What the peer of one transport says by RTCP. Both ends of a session are ends for RTCP too: only the wish for a key
/// frame travels on to the other peer.</summary>
internal sealed class RtcpReceiver(PlaneSession session, MediaTransport transport)
{
    private const int SsrcOffset = 4;
    private const int FeedbackHeaderLength = 12;
    private const int FirEntryLength = 8;
    private const int NackEntryLength = 4;

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

    private void ReceiveSenderInfo(ReadOnlySpan<byte> packet, long now)
    {
        if (transport.Sources.Find(BinaryPrimitives.ReadUInt32BigEndian(packet[SsrcOffset..]), out _) is { } source)
        {
            var info = SenderInfo.Read(packet[8..]);
            source.SetSenderInfo(info, now);
            session.ClockOf(transport.Side).Add(info.Ntp, session.Loop.Clock.ToNtp(now));
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
            session.FindOrigin(stream)?.RequestKeyFrame(now);
        }
    }

    private LegStream? FindSent(uint ssrc)
    {
        var streams = transport.Sources.Streams;
        for (var i = 0; i < streams.Length; i++)
        {
            if (streams[i].Sender.Ssrc == ssrc)
            {
                return streams[i];
            }
        }
        return null;
    }
}
