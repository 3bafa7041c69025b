namespace Sylk.Media.Sdp;

/// <summary>A session description (RFC 8866). Immutable.</summary>
public sealed record SessionDescription
{
    public required SdpOrigin Origin { get; init; }

    /// <summary>The <c>s=</c> line; may be empty.</summary>
    public string Name { get; init; } = "-";

    public SdpConnection? Connection { get; init; }

    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>Values of the <c>t=</c> lines.</summary>
    public IReadOnlyList<string> Timings { get; init; } = ["0 0"];

    public SdpAttributes Attributes { get; init; } = SdpAttributes.Empty;

    /// <summary>Lines of the session part without meaning here, in the order they came.</summary>
    public IReadOnlyList<SdpLine> OtherLines { get; init; } = [];

    public required IReadOnlyList<MediaDescription> Media { get; init; }

    /// <summary>Parses; see <see cref="SdpParser"/>.</summary>
    public static bool TryParse(string text, out SessionDescription description, out SdpError error) =>
        SdpParser.TryParse(text, out description, out error);

    /// <summary>The text, with CRLF line ends.</summary>
    public override string ToString() => SdpPrinter.Print(this);
}
