namespace Sylk.Media.Srtp;

/// <summary>The 48 bit index of RFC 3711 section 3.3.1, guessed from 16 bits of it.</summary>
internal static class PacketIndex
{
    /// <param name="highest">The highest index so far.</param>
    /// <param name="sequenceNumber">From the packet.</param>
    /// <returns>The index with this sequence number that is nearest to <paramref name="highest"/>.</returns>
    public static ulong Estimate(ulong highest, ushort sequenceNumber)
    {
        var distance = (short)(sequenceNumber - (ushort)highest);
        if (distance < 0 && highest < (ulong)-distance)
        {
            // Before the first rollover there is no earlier one to belong to.
            return sequenceNumber;
        }
        return (highest + (ulong)distance) & 0xFFFF_FFFF_FFFF;
    }
}
