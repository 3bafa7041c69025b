namespace Sylk.Media.Negotiation;

/// <summary>Payload types that mean a codec without an rtpmap (RFC 3551 section 6).</summary>
internal static class StaticPayloadTypes
{
    public static Codec? Find(byte payloadType) => payloadType switch
    {
        0 => new("PCMU", 8000, 1, ""),
        3 => new("GSM", 8000, 1, ""),
        4 => new("G723", 8000, 1, ""),
        5 => new("DVI4", 8000, 1, ""),
        6 => new("DVI4", 16000, 1, ""),
        7 => new("LPC", 8000, 1, ""),
        8 => new("PCMA", 8000, 1, ""),
        9 => new("G722", 8000, 1, ""),
        10 => new("L16", 44100, 2, ""),
        11 => new("L16", 44100, 1, ""),
        12 => new("QCELP", 8000, 1, ""),
        13 => new("CN", 8000, 1, ""),
        14 => new("MPA", 90000, 1, ""),
        15 => new("G728", 8000, 1, ""),
        16 => new("DVI4", 11025, 1, ""),
        17 => new("DVI4", 22050, 1, ""),
        18 => new("G729", 8000, 1, ""),
        25 => new("CelB", 90000, 1, ""),
        26 => new("JPEG", 90000, 1, ""),
        28 => new("nv", 90000, 1, ""),
        31 => new("H261", 90000, 1, ""),
        32 => new("MPV", 90000, 1, ""),
        33 => new("MP2T", 90000, 1, ""),
        34 => new("H263", 90000, 1, ""),
        _ => null,
    };
}
