namespace Sylk.Media.Plane;

/// <summary>The codecs of a stream by the payload type received.</summary>
internal sealed class CodecTable
{
    private readonly CodecPlan?[] _byPayloadType = new CodecPlan?[128];
    private readonly CodecPlan?[] _repeated = new CodecPlan?[128];
    private readonly bool[] _carriesDigits = new bool[128];

    public CodecTable(IReadOnlyList<CodecPlan> codecs)
    {
        foreach (var codec in codecs)
        {
            var payloadType = codec.ReceivePayloadType & 0x7F;
            if (_byPayloadType[payloadType] is null)
            {
                _byPayloadType[payloadType] = codec;
                _repeated[payloadType] = codec.RtxOf < 0 ? null : codecs.FirstOrDefault(other => other.PassId == codec.RtxOf);
                _carriesDigits[payloadType] = codec.Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    public CodecPlan? Find(byte payloadType) => _byPayloadType[payloadType & 0x7F];

    /// <summary>The codec whose packets are repeated under a payload type (RFC 4588), if it is for that.</summary>
    public CodecPlan? FindRepeated(byte payloadType) => _repeated[payloadType & 0x7F];

    /// <summary>Whether packets of a payload type are digits (RFC 4733).</summary>
    public bool CarriesDigits(byte payloadType) => _carriesDigits[payloadType & 0x7F];
}
