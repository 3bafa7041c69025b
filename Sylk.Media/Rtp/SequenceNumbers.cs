namespace Sylk.Media.Rtp;

/// <summary>Arithmetic on 16 bit sequence numbers that wrap around (RFC 1982).</summary>
internal static class SequenceNumbers
{
    /// <summary>How far <paramref name="a"/> is ahead of <paramref name="b"/>; negative when behind.</summary>
    public static int Distance(ushort a, ushort b) => (short)(a - b);

    public static bool IsAhead(ushort a, ushort b) => Distance(a, b) > 0;
}
