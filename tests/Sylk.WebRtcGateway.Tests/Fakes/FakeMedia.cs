using System.Collections.Concurrent;
using System.Threading.Channels;
using Sylk.Abstractions.Media;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeMedia : IMediaService
{
    private readonly ConcurrentQueue<FakeRelay> _all = [];
    private readonly Channel<FakeRelay> _relays = Channel.CreateUnbounded<FakeRelay>();

    /// <summary>Whether media paths come up by themselves once offer and answer are there.</summary>
    public bool IsQuick { get; set; }

    public ValueTask<FakeRelay> NextRelayAsync() => Deadline.Read(_relays.Reader);

    /// <summary>The media of a session of a browser.</summary>
    public FakeRelay Of(string session) => _all.Single(r => r.A.Label == session);

    public IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b)
    {
        var relay = new FakeRelay(a, b) { IsQuick = IsQuick };
        _all.Enqueue(relay);
        _relays.Writer.TryWrite(relay);
        return relay;
    }

    public IMediaEcho CreateEcho(MediaLegOptions leg) => throw new NotSupportedException();
}
