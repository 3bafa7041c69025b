using Sylk.Abstractions.Media;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Turns the text of a peer into a <see cref="RemoteDescription"/>.</summary>
internal static class DescriptionReader
{
    private const int MaxInherited = 64;

    /// <exception cref="MediaException"><see cref="MediaError.Malformed"/>.</exception>
    public static RemoteDescription Read(string text, MediaLegKind kind)
    {
        if (!SessionDescription.TryParse(text, out SessionDescription session, out SdpError error))
        {
            throw new MediaException(MediaError.Malformed, error.ToString());
        }

        List<RemoteMedia> media = new(session.Media.Count);
        SdpAttribute[] inherited = [.. session.Attributes.Where(IsInherited).Take(MaxInherited)];
        foreach (MediaDescription description in session.Media)
        {
            media.Add(new MediaReader(description, media.Count, kind, session.Connection, inherited).Read());
        }

        IReadOnlyList<string>? bundle = BundleOf(session);
        if (bundle is not null)
        {
            ShareTransport(media, bundle);
        }

        return new(media, bundle);
    }

    /// <summary>In a BUNDLE group what describes the transport may stand in the first m-line of the group only (RFC 9143
    /// section 7.1.3).</summary>
    private static void ShareTransport(List<RemoteMedia> media, IReadOnlyList<string> bundle)
    {
        RemoteMedia? tagged = bundle.Select(mid => media.Find(m => m.Mid == mid && m.IsEnabled)).FirstOrDefault(m => m is not null);
        for (int i = 0; tagged is not null && i < media.Count; i++)
        {
            RemoteMedia other = media[i];
            if (bundle.Contains(other.Mid))
            {
                media[i] = other with
                {
                    Ice = other.Ice ?? tagged.Ice,
                    Fingerprints = other.Fingerprints.Count > 0 ? other.Fingerprints : tagged.Fingerprints,
                    Setup = other.Setup == SetupRole.Unknown ? tagged.Setup : other.Setup,
                    RtcpMux = other.RtcpMux || tagged.RtcpMux,
                };
            }
        }
    }

    private static bool IsInherited(SdpAttribute attribute) =>
        attribute.Name is "ice-ufrag" or "ice-pwd" or "fingerprint" or "setup" or "extmap" or "sendrecv" or "sendonly" or "recvonly" or "inactive";

    private static IReadOnlyList<string>? BundleOf(SessionDescription session)
    {
        foreach (string value in session.Attributes.Values("group"))
        {
            if (MediaGroup.TryParse(value, out MediaGroup group) && group.Semantics == "BUNDLE")
            {
                return group.Mids;
            }
        }

        return null;
    }
}
