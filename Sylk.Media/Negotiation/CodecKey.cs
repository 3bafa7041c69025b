using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>What makes two descriptions the same codec: packets of one can be handed to the other as they are.</summary>
/// <param name="Name">Encoding name in upper case.</param>
/// <param name="ClockRate">RTP clock in Hz.</param>
/// <param name="Channels">Audio channels.</param>
/// <param name="Variant">The format parameters that change the bit stream or its packets; empty for most codecs.</param>
public readonly record struct CodecKey(string Name, int ClockRate, int Channels, string Variant)
{
    public static CodecKey Of(string name, int clockRate, int channels, string parameters)
    {
        string upper = name.ToUpperInvariant();
        string variant = upper switch
        {
            "H264" => $"{H264Profile.Of(parameters)}/{Parameter(parameters, "packetization-mode", "0")}",
            "H265" => $"{Parameter(parameters, "profile-id", "1")}/{Parameter(parameters, "tx-mode", "SRST")}",
            "VP9" => Parameter(parameters, "profile-id", "0"),
            "AV1" => Parameter(parameters, "profile", "0"),
            "AMR" or "AMR-WB" => Parameter(parameters, "octet-align", "0"),
            _ => "",
        };

        // RFC 7587 section 7: Opus is always announced with two channels; some peers leave them away.
        return new(upper, clockRate, upper == "OPUS" ? 2 : channels, variant);
    }

    /// <summary>Whether the other key names the same codec apart from its variant.</summary>
    public bool HasSameEncoding(CodecKey other) => Name == other.Name && ClockRate == other.ClockRate && Channels == other.Channels;

    private static string Parameter(string parameters, string name, string fallback)
    {
        ReadOnlySpan<char> value = FormatParameters.Get(parameters, name);
        return value.IsEmpty ? fallback : value.ToString();
    }
}
