using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What one peer wants of an m-line, without what concerns its transport: all that crosses to the other leg.</summary>
public sealed record StreamTerms
{
    public required int Index { get; init; }

    public required string MediaType { get; init; }

    public StreamKind? Kind { get; init; }

    /// <summary>Whether the stream can pass at all.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Of a stream that cannot pass, the words of its m-line.</summary>
    public string Protocol { get; init; } = "RTP/AVP";

    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>What the peer will do; we do the same towards the other one.</summary>
    public MediaDirection Direction { get; init; }

    public IReadOnlyList<RemoteCodec> Codecs { get; init; } = [];

    /// <summary>URIs of the header extensions that may pass.</summary>
    public IReadOnlyList<string> HeaderExtensions { get; init; } = [];

    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];

    public static StreamTerms Of(RemoteMedia media, bool isEnabled) => new()
    {
        Index = media.Index,
        MediaType = media.MediaType,
        Kind = media.Kind,
        IsEnabled = isEnabled,
        Protocol = media.Protocol,
        Formats = media.Formats,
        Direction = media.Direction,
        Codecs = media.Codecs,
        HeaderExtensions = [.. media.HeaderExtensions.Select(extension => extension.Uri).Where(Negotiation.HeaderExtensions.Passes)],
        Attributes = media.PassingAttributes,
        Bandwidths = media.Bandwidths,
    };
}
