using System.Globalization;

namespace Sylk.Media.Sdp;

/// <summary>A <c>b=</c> line (RFC 8866 section 5.8).</summary>
/// <param name="Type"><c>AS</c> counts kilobits, <c>TIAS</c> (RFC 3890) bits per second.</param>
/// <param name="Value">The number.</param>
public readonly record struct SdpBandwidth(string Type, long Value)
{
    public static bool TryParse(string value, out SdpBandwidth bandwidth)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && long.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            bandwidth = new(value[..colon], number);
            return true;
        }

        bandwidth = default;
        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type}:{Value}");
}
