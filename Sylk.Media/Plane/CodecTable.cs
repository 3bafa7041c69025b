namespace Sylk.Media.Plane;

/// <summary>The codecs of a stream by the payload type received.</summary>
internal sealed class CodecTable
{
    private readonly CodecPlan?[] _byPayloadType = new CodecPlan?[128];

    public CodecTable(IReadOnlyList<CodecPlan> codecs)
    {
        foreach (var codec in codecs)
        {
            _byPayloadType[codec.ReceivePayloadType & 0x7F] ??= codec;
        }
    }

    public CodecPlan? Find(byte payloadType) => _byPayloadType[payloadType & 0x7F];
}
