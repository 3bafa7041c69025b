namespace Sylk.Media.Plane;

/// <summary>The codecs of a stream by the payload type received.</summary>
internal sealed class CodecTable
{
    private const int PayloadTypes = 128;
    private readonly byte[] _numbers = new byte[PayloadTypes];

    // The first one stands for what is not known.
    private readonly List<Entry> _entries = [default];

    public CodecTable(IReadOnlyList<CodecPlan> codecs)
    {
        foreach (var codec in codecs)
        {
            ref var number = ref _numbers[codec.ReceivePayloadType % PayloadTypes];
            if (number == 0)
            {
                number = (byte)_entries.Count;
                _entries.Add(new(
                    codec,
                    codec.RtxOf < 0 ? null : codecs.FirstOrDefault(other => other.PassId == codec.RtxOf),
                    codec.Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase)));
            }
        }
    }

    public CodecPlan? Find(byte payloadType) => EntryOf(payloadType).Codec;

    /// <summary>The codec whose packets are repeated under a payload type (RFC 4588), if it is for that.</summary>
    public CodecPlan? FindRepeated(byte payloadType) => EntryOf(payloadType).Repeated;

    /// <summary>Whether packets of a payload type are digits (RFC 4733).</summary>
    public bool CarriesDigits(byte payloadType) => EntryOf(payloadType).CarriesDigits;

    private Entry EntryOf(byte payloadType) => _entries[_numbers[payloadType % PayloadTypes]];

    private readonly record struct Entry(CodecPlan? Codec, CodecPlan? Repeated, bool CarriesDigits);
}
