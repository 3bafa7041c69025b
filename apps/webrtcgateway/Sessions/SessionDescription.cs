using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>The little that is looked at in a session description here.</summary>
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

    /// <summary>The directions of its media, one after the other; the same text means that nothing is held or resumed.</summary>
    public static string Directions(string sdp) =>
        string.Join(' ', sdp.Split('\n', StringSplitOptions.TrimEntries).Where(l => l is "a=sendrecv" or "a=sendonly" or "a=recvonly" or "a=inactive"));
}
