using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>Makes media sessions over a media plane.</summary>
public sealed class MediaService(IMediaPlane plane, MediaServiceOptions options) : IMediaService
{
    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new MediaRelay(plane, LabelOf(a, b), SettingsOf(a), SettingsOf(b));
    }

    public IMediaEcho CreateEcho(MediaLegOptions leg)
    {
        ArgumentNullException.ThrowIfNull(leg);

        // A peer that got its own SSRC back would see a loop (RFC 3550 section 8.2).
        return new MediaEcho(plane, LabelOf(leg), SettingsOf(leg) with { RewritesSsrc = true });
    }

    private LegSettings SettingsOf(MediaLegOptions leg) => new(leg.Kind, leg.Encryption ?? options.Encryption, options.AllowLocalPeers);

    private static string LabelOf(params MediaLegOptions[] legs) => string.Join(' ', legs.Select(leg => leg.Label).OfType<string>().Distinct());
}
