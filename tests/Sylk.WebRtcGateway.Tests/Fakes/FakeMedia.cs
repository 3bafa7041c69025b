using System.Threading.Channels;
using Sylk.Abstractions.Media;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeMedia : IMediaService
{
    private readonly Channel<FakeRelay> _relays = Channel.CreateUnbounded<FakeRelay>();

    public ValueTask<FakeRelay> NextRelayAsync() => Deadline.Read(_relays.Reader);

    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b)
    {
        var relay = new FakeRelay(a, b);
        _relays.Writer.TryWrite(relay);
        return relay;
    }

    public IMediaEcho CreateEcho(MediaLegOptions leg) => throw new NotSupportedException();
}
