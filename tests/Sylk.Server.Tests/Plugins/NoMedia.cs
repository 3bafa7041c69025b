using Sylk.Abstractions.Media;
using Sylk.Media.Sessions;

namespace Sylk.Server.Tests.Plugins;

/// <summary>Media for applications that do not use it.</summary>
internal sealed class NoMedia : IMediaAgent
{
    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b) => throw new NotSupportedException();

    public IMediaEcho CreateEcho(MediaLegOptions leg) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
