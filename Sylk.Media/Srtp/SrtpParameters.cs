using Sylk.Media.Plane;

namespace Sylk.Media.Srtp;

/// <summary>Lengths that belong to a profile, in bytes.</summary>
internal static class SrtpParameters
{
    public const int KeyLength = 16;

    /// <summary>The most that protection adds to an RTP or RTCP packet (SRTCP with AEAD: tag and index).</summary>
    public const int MaxOverhead = 20;

    /// <summary>Length of the master salt, and of the session salts.</summary>
    public static int SaltLength(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;

    /// <summary>Length of the authentication tag of RTP packets.</summary>
    public static int RtpTagLength(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => 16,
        SrtpProfile.Aes128CmHmacSha1Tag32 => 4,
        _ => 10,
    };
}
