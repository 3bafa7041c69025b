namespace Sylk.Media.Rtp;

/// <summary>Header extensions that are made anew on each leg instead of being passed.</summary>
internal static class HeaderExtensionUris
{
    /// <summary>RFC 9143 section 15: which m-line a packet belongs to.</summary>
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    public const string TransportSequenceNumber =
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    public const string AbsoluteSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
}
