namespace Sylk.Media.Sdp;

/// <summary>Bounds of what is parsed. The largest offers of today's browsers have 300 lines and 16 kB.</summary>
public static class SdpLimits
{
    /// <summary>Characters of a description.</summary>
    public const int MaxLength = 64 * 1024;

    public const int MaxLines = 2000;

    public const int MaxLineLength = 4096;

    public const int MaxMediaDescriptions = 64;

    /// <summary>Formats of one m-line; payload types end at 127.</summary>
    public const int MaxFormats = 128;
}
