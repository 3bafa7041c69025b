namespace Sylk.Sip.Parsing;

/// <summary>How much of a message is taken in before it is refused.</summary>
public sealed record SipLimits
{
    public static readonly SipLimits Default = new();

    /// <summary>Header fields of a message. Default 256.</summary>
    public int MaxHeaders { get; init; } = 256;

    /// <summary>Bytes of the start line or of one header field with its folds. Default 16 KiB: an Identity header with its
    /// certificate chain or a Contact with push parameters takes a few.</summary>
    public int MaxLineBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of start line and headers together. Default 64 KiB, the size of the largest datagram.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of a body. Default 256 KiB.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;
}
