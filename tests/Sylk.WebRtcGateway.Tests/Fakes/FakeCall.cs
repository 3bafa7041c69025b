using System.Text;
using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A call whose events the test makes.</summary>
internal abstract class FakeCall(NameAddress local, NameAddress remote) : ISipCall
{
    private readonly Channel<CallEvent> _events = Channel.CreateUnbounded<CallEvent>();
    private readonly Channel<string> _done = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<CallEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string CallId => "call-1@sylk.test";

    public NameAddress Local => local;

    public NameAddress Remote => remote;

    public ChannelReader<CallEvent> Events => _events.Reader;

    public Task<CallEnded> Ended => _ended.Task;

    /// <summary>Answer to the next re-INVITE.</summary>
    public SipResponse ReinviteResponse { get; set; } = new(488, "Not Acceptable Here");

    /// <summary>What the gateway did next, one line.</summary>
    public ValueTask<string> NextDoneAsync() => Deadline.Read(_done.Reader);

    public void Tell(CallEvent happened)
    {
        _events.Writer.TryWrite(happened);
        if (happened is CallEnded end)
        {
            _ended.TrySetResult(end);
            _events.Writer.TryComplete();
        }
    }

    public Task<SipResponse> ReinviteAsync(string offer, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default)
    {
        Did($"re-INVITE {offer}");
        return Task.FromResult(ReinviteResponse);
    }

    public Task<SipResponse> SendAsync(
        string method, string? contentType, ReadOnlyMemory<byte> body, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default)
    {
        Did($"{method} {contentType} {Encoding.UTF8.GetString(body.Span).ReplaceLineEndings("|")}");
        return Task.FromResult(new SipResponse(200, "OK"));
    }

    public Task EndAsync(int statusCode = 480, string? reason = null)
    {
        Did($"end {statusCode}");
        return Task.CompletedTask;
    }

    protected void Did(string line) => _done.Writer.TryWrite(line);
}
