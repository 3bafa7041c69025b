using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>Makes media sessions over a media plane. Disposing it ends those that are left, not the plane.</summary>
public sealed class MediaService(IMediaPlane plane, MediaServiceOptions options) : IMediaAgent
{
    private readonly SessionRegistry _registry = new();

    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return _registry.Add(new MediaRelay(plane, _registry, LabelOf(a, b), SettingsOf(a), SettingsOf(b)));
    }

    public IMediaEcho CreateEcho(MediaLegOptions leg)
    {
        ArgumentNullException.ThrowIfNull(leg);

        // A peer that got its own SSRC back would see a loop (RFC 3550 section 8.2).
        return _registry.Add(new MediaEcho(plane, _registry, LabelOf(leg), SettingsOf(leg) with { RewritesSsrc = true }));
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    private LegSettings SettingsOf(MediaLegOptions leg) => new(leg.Kind, leg.Encryption ?? options.Encryption, options.AllowLocalPeers);

    private static string LabelOf(params MediaLegOptions[] legs) => string.Join(' ', legs.Select(leg => leg.Label).OfType<string>().Distinct());
}
