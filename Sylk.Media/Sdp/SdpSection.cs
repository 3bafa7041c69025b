namespace Sylk.Media.Sdp;

/// <summary>What the parser gathers of the session part or of one m-line.</summary>
internal sealed class SdpSection
{
    public SdpConnection? Connection { get; set; }

    public List<SdpBandwidth> Bandwidths { get; } = [];

    public List<string> Timings { get; } = [];

    public List<SdpAttribute> Attributes { get; } = [];

    public List<SdpLine> Others { get; } = [];
}
