using System.Threading.Channels;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Waiting that fails instead of hanging.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    public static async ValueTask<T> Read<T>(ChannelReader<T> reader)
    {
        using var timeout = new CancellationTokenSource(Time);
        return await reader.ReadAsync(timeout.Token);
    }
}
