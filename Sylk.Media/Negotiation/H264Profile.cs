using System.Globalization;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>The profile an H.264 <c>profile-level-id</c> names (RFC 6184 section 8.1, table 5). Different values name the
/// same profile, and only the profile decides whether two descriptions mean the same codec: levels may differ.</summary>
internal static class H264Profile
{
    /// <summary>Name of the profile; the value itself when the table does not have it.</summary>
    /// <remarks>A missing value should mean Baseline level 1 (RFC 6184); senders that leave it out mean Constrained
    /// Baseline, and browsers read it so.</remarks>
    public static string Of(ReadOnlySpan<char> parameters)
    {
        ReadOnlySpan<char> value = FormatParameters.Get(parameters, "profile-level-id");
        if (value.Length != 6 ||
            !byte.TryParse(value[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte profile) ||
            !byte.TryParse(value[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte constraints))
        {
            return "ConstrainedBaseline";
        }

        return (profile, constraints) switch
        {
            (0x42, _) when (constraints & 0x4F) == 0x40 => "ConstrainedBaseline",
            (0x4D, _) when (constraints & 0x8F) == 0x80 => "ConstrainedBaseline",
            (0x58, _) when (constraints & 0xCF) == 0xC0 => "ConstrainedBaseline",
            (0x42, _) when (constraints & 0x4F) == 0x00 => "Baseline",
            (0x58, _) when (constraints & 0xCF) == 0x80 => "Baseline",
            (0x4D, _) when (constraints & 0xAF) == 0x00 => "Main",
            (0x64, 0x00) => "High",
            (0x64, 0x0C) => "ConstrainedHigh",
            _ => value[..4].ToString().ToUpperInvariant(),
        };
    }
}
