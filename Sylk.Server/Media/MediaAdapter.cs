using Sylk.Abstractions.Media;
using Sylk.Media.Sessions;
using Sylk.Server.Plugins;

namespace Sylk.Server.Media;

/// <summary>The media of one application: its sessions run on the plane of the server and end with the application.</summary>
internal sealed class MediaAdapter(MediaService service) : IApplicationMedia
{
    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b) => service.CreateRelay(a, b);

    public IMediaEcho CreateEcho(MediaLegOptions leg) => service.CreateEcho(leg);

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
