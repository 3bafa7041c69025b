namespace Sylk.Media.Sdp;

/// <summary>An m-line with the lines that belong to it (RFC 8866 section 5.14).</summary>
public sealed record MediaDescription
{
    /// <summary><c>audio</c>, <c>video</c>, <c>application</c>, <c>message</c>, ...</summary>
    public required string Media { get; init; }

    /// <summary>0 to 65535; 0 is a refused or removed stream (RFC 3264 section 6).</summary>
    public required int Port { get; init; }

    /// <summary>Number of ports of a hierarchical stream; 1 where nothing is said.</summary>
    public int PortCount { get; init; } = 1;

    /// <summary>The transport, e.g. <c>RTP/AVP</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>At least one; payload types for RTP.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    public SdpConnection? Connection { get; init; }

    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];

    public SdpAttributes Attributes { get; init; } = SdpAttributes.Empty;

    /// <summary>Lines without meaning here, in the order they came.</summary>
    public IReadOnlyList<SdpLine> OtherLines { get; init; } = [];
}
