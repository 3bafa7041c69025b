namespace Sylk.Media.Sdp;

/// <summary>Why a text is not a session description.</summary>
/// <param name="Line">Line it was found in, counted from 1; 0 when it concerns the whole text.</param>
/// <param name="Reason">What is wrong, in words.</param>
public sealed record SdpError(int Line, string Reason)
{
    public static SdpError NotSdp { get; } = new(0, "Invalid SDP (doesn't start with v=)");

    public static SdpError MissingLines { get; } = new(0, "Missing mandatory lines (o=, s= or m=)");

    /// <summary>One line for a peer or a log.</summary>
    public override string ToString() => Line == 0 ? Reason : $"Invalid SDP (line {Line}: {Reason})";
}
