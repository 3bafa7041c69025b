namespace Sylk.Media.Stun;

/// <summary>The CRC-32 of ITU V.42 that FINGERPRINT uses (RFC 8489 section 14.7).</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB8_8320;
    private static readonly uint[] Table = MakeTable();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ ReversedPolynomial;
            }
            table[i] = entry;
        }
        return table;
    }
}
