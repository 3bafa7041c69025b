namespace Sylk.Media.Negotiation;

/// <summary>The RTP header extensions (RFC 8285) that have a meaning here.</summary>
public static class HeaderExtensions
{
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    public const string TransportCc = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    public const string AbsoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    public const string VideoOrientation = "urn:3gpp:video-orientation";

    /// <summary>Made and read by the media plane on each leg for itself.</summary>
    public static bool IsOwn(string uri) => uri is Mid or TransportCc or AbsoluteSendTime;

    /// <summary>Carried over with the packet where both peers know it.</summary>
    public static bool Passes(string uri) => uri is AudioLevel or VideoOrientation;

    /// <summary>The id we take in an offer unless it is in use.</summary>
    public static byte PreferredId(string uri) => uri switch
    {
        AudioLevel => 1,
        AbsoluteSendTime => 2,
        TransportCc => 3,
        Mid => 4,
        _ => 13,
    };
}
