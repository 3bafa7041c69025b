using Sylk.Abstractions.Media;
using Sylk.Server.Plugins;

namespace Sylk.Server.Hosting;

internal sealed class SwitchedOffMedia : IApplicationMedia
{
    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b) => throw new InvalidOperationException("Media is switched off.");

    public IMediaEcho CreateEcho(MediaLegOptions leg) => throw new InvalidOperationException("Media is switched off.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
