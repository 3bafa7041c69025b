namespace Sylk.Media.Srtp;

/// <summary>What became of a packet.</summary>
internal enum SrtpResult
{
    Success,

    /// <summary>Too short, or its header does not fit.</summary>
    Malformed,

    /// <summary>Seen before, or older than the replay window.</summary>
    Replayed,

    /// <summary>The tag does not fit.</summary>
    Unauthentic,

    /// <summary>More SSRCs than this server keeps state for.</summary>
    TooManySources,
}
