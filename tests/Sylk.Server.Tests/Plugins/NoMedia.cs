using Sylk.Abstractions.Media;
using Sylk.Server.Plugins;

namespace Sylk.Server.Tests.Plugins;

/// <summary>Media for applications that do not use it.</summary>
internal sealed class NoMedia : IApplicationMedia
{
    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b) => throw new NotSupportedException();

    public IMediaEcho CreateEcho(MediaLegOptions leg) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
