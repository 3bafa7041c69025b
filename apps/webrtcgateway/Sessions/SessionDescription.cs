using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>Session descriptions as far as the gateway itself looks at them.</summary>
internal static class SessionDescription
{
    public static bool HasVideo(string? sdp) => sdp?.Contains("\nm=video ", StringComparison.Ordinal) == true;

    /// <summary>Refuses what is none before anything is done with it.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static void Check(string sdp)
    {
        if (!sdp.StartsWith("v=", StringComparison.Ordinal))
        {
            throw new RequestException("Invalid SDP (doesn't start with v=)");
        }

        if (!"osm".All(c => sdp.Contains($"\n{c}=", StringComparison.Ordinal)))
        {
            throw new RequestException("Missing mandatory lines (o=, s= or m=)");
        }
    }
}
