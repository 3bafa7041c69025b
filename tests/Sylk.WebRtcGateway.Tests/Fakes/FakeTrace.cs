using System.Threading.Channels;
using Sylk.Abstractions;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeTrace : IWireTrace
{
    private readonly Channel<string> _records = Channel.CreateUnbounded<string>();

    public bool IsEnabled { get; set; }

    public ValueTask<string> NextAsync() => Deadline.Read(_records.Reader);

    public void Write(bool incoming, string peer, string text) => _records.Writer.TryWrite($"{(incoming ? "in" : "out")} {peer.Split(':')[0]} {text}");
}
