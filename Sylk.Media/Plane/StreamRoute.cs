using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>What becomes of a stream's packets on their way to the stream of another peer.</summary>
internal sealed class StreamRoute
{
    private readonly Dictionary<int, byte> _payloadTypes = [];

    public StreamRoute(StreamPlan origin, LegStream target)
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

    /// <summary>The number under which the target's peer knows a codec, if it does.</summary>
    public byte? PayloadTypeOf(CodecPlan codec) =>
        _payloadTypes.TryGetValue(codec.PassId, out var payloadType) ? payloadType : null;
}
