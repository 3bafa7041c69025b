using Sylk.Abstractions.Media;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>Reasons reported for calls that the media end.</summary>
internal static class MediaReason
{
    public static string Of(MediaFailure failure) => failure switch
    {
        MediaFailure.IceFailed => "408 ICE failed",
        MediaFailure.ConsentExpired => "408 ICE consent expired",
        MediaFailure.DtlsFailed => "500 DTLS failed",
        MediaFailure.DtlsClosed => "200 DTLS alert",
        _ => "408 RTP timeout",
    };
}
