using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Sylk.Media.Rtcp;

/// <summary>Writes a compound packet. The buffer must have room for <see cref="RtcpPacket.MaxLength"/>.</summary>
internal ref struct RtcpWriter(Span<byte> buffer)
{
    private const byte Version = 0x80;
    private const byte PaddingBit = 0x20;
    private const byte Cname = 1;
    private const int MantissaBits = 18;
    private const int MaxCnameLength = 255;
    private readonly Span<byte> _buffer = buffer;
    private int _report;

    public int Length { get; private set; }

    public void BeginSenderReport(uint ssrc, SenderInfo info)
    {
        BeginReport(RtcpTypes.SenderReport, ssrc);
        info.Write(Take(SenderInfo.Length));
        Close(_report);
    }

    public void BeginReceiverReport(uint ssrc)
    {
        BeginReport(RtcpTypes.ReceiverReport, ssrc);
        Close(_report);
    }

    /// <summary>Adds a block to the report begun last.</summary>
    public void AddBlock(in ReportBlock block)
    {
        block.Write(Take(ReportBlock.Length));
        _buffer[_report]++;
        Close(_report);
    }

    /// <summary>Adds a source description with a canonical name.</summary>
    public void AddCname(uint ssrc, string cname)
    {
        var start = Length;
        var header = Take(10);
        header[0] = Version | 1;
        header[1] = RtcpTypes.SourceDescription;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], ssrc);
        header[8] = Cname;
        Encoding.UTF8.TryGetBytes(cname, _buffer.Slice(Length, MaxCnameLength), out var length);
        header[9] = (byte)length;
        Length += length;

        // One null ends the chunk, more fill it up.
        Take(4 - ((Length - start) % 4)).Clear();
        Close(start);
    }

    public void AddPli(uint sender, uint media)
    {
        var start = BeginFeedback(RtcpTypes.PayloadFeedback, FeedbackFormats.Pli, sender, media);
        Close(start);
    }

    public void AddFir(uint sender, uint media, byte sequenceNumber)
    {
        var start = BeginFeedback(RtcpTypes.PayloadFeedback, FeedbackFormats.Fir, sender, 0);
        var entry = Take(8);
        BinaryPrimitives.WriteUInt32BigEndian(entry, media);
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)sequenceNumber << 24);
        Close(start);
    }

    /// <param name="sender">Who asks.</param>
    /// <param name="media">Whose packets are missing.</param>
    /// <param name="numbers">Their numbers, in order.</param>
    public void AddNack(uint sender, uint media, scoped ReadOnlySpan<ushort> numbers)
    {
        var start = BeginFeedback(RtcpTypes.TransportFeedback, FeedbackFormats.Nack, sender, media);
        while (!numbers.IsEmpty)
        {
            // The first one, and which of the next 16 are missing too, lowest bit first.
            var first = numbers[0];
            var following = 0;
            int distance;
            for (numbers = numbers[1..]; !numbers.IsEmpty && (distance = (ushort)(numbers[0] - first)) <= 16; numbers = numbers[1..])
            {
                following |= 1 << (distance - 1);
            }
            var entry = Take(4);
            BinaryPrimitives.WriteUInt16BigEndian(entry, first);
            BinaryPrimitives.WriteUInt16BigEndian(entry[2..], (ushort)following);
        }
        Close(start);
    }

    /// <summary>Adds a receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 section 2.2).</summary>
    /// <param name="sender">Who says it.</param>
    /// <param name="bitrate">Bits a second of all sources together.</param>
    /// <param name="sources">Their SSRCs.</param>
    public void AddRemb(uint sender, int bitrate, scoped ReadOnlySpan<uint> sources)
    {
        var start = BeginFeedback(RtcpTypes.PayloadFeedback, FeedbackFormats.Application, sender, 0);
        var exponent = Math.Max(0, BitOperations.Log2((uint)bitrate) - MantissaBits + 1);
        var estimate = Take(8);
        "REMB"u8.CopyTo(estimate);
        BinaryPrimitives.WriteUInt32BigEndian(
            estimate[4..], ((uint)sources.Length << 24) | ((uint)exponent << MantissaBits) | ((uint)bitrate >> exponent));
        foreach (var source in sources)
        {
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), source);
        }
        Close(start);
    }

    public void AddTransportFeedback(uint sender, uint media, TransportArrivals arrivals)
    {
        var start = BeginFeedback(RtcpTypes.TransportFeedback, FeedbackFormats.TransportCc, sender, media);
        Length += arrivals.WriteFeedback(_buffer[Length..]);
        var padding = (4 - (Length % 4)) % 4;
        if (padding > 0)
        {
            var last = Take(padding);
            last.Clear();
            last[^1] = (byte)padding;
            _buffer[start] |= PaddingBit;
        }
        Close(start);
    }

    private void BeginReport(byte type, uint ssrc)
    {
        _report = Length;
        var header = Take(8);
        header[0] = Version;
        header[1] = type;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], ssrc);
    }

    private int BeginFeedback(byte type, byte format, uint sender, uint media)
    {
        var start = Length;
        var header = Take(12);
        header[0] = (byte)(Version | format);
        header[1] = type;
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], sender);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], media);
        return start;
    }

    private Span<byte> Take(int count)
    {
        var taken = _buffer.Slice(Length, count);
        Length += count;
        return taken;
    }

    private readonly void Close(int start) =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(start + 2)..], (ushort)(((Length - start) / 4) - 1));
}
