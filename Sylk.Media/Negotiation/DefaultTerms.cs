using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What is offered when nobody has said anything yet: to an INVITE without offer.</summary>
internal static class DefaultTerms
{
    private static readonly RemoteCodec[] G711 =
    [
        Entry(0, new("PCMU", 8000, 1, "")),
        Entry(8, new("PCMA", 8000, 1, "")),
        Entry(101, new("telephone-event", 8000, 1, "0-15")),
    ];

    /// <summary>Towards the first of two peers. Nothing is converted between them and the second one cannot be asked yet, so
    /// only what every phone and every browser (RFC 7874 section 3) must have.</summary>
    public static IReadOnlyList<StreamTerms> Relay { get; } = [Audio(G711)];

    /// <summary>For an echo anything will do.</summary>
    public static IReadOnlyList<StreamTerms> Echo { get; } =
        [Audio([Entry(96, new("opus", 48000, 2, "")), Entry(9, new("G722", 8000, 1, "")), .. G711])];

    private static StreamTerms Audio(IReadOnlyList<RemoteCodec> codecs) => new()
    {
        Index = 0,
        MediaType = "audio",
        Kind = StreamKind.Audio,
        IsEnabled = true,
        Direction = MediaDirection.SendReceive,
        Codecs = codecs,
    };

    private static RemoteCodec Entry(byte payloadType, Codec codec) => new(payloadType, codec, codec.Key, FeedbackTypes.None, null);
}
