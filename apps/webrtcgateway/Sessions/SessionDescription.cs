using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>What is refused as session description before anything is done with it.</summary>
internal static class SessionDescription
{
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
