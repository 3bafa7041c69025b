using System.Text;
using System.Threading.Channels;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A call whose events the test makes, or the far end it is given.</summary>
internal abstract class FakeCall(string callId, NameAddress local, NameAddress remote) : ISipCall
{
    /// <summary>Call-ID of calls made by hand.</summary>
    public const string Id = "call-1@sylk.test";

    private readonly Channel<CallEvent> _events = Channel.CreateUnbounded<CallEvent>();
    private readonly Channel<string> _done = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<CallEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string CallId => callId;

    public NameAddress Local => local;

    public NameAddress Remote => remote;

    public ChannelReader<CallEvent> Events => _events.Reader;

    public Task<CallEnded> Ended => _ended.Task;

    public IFarEnd? FarEnd { get; set; }

    /// <summary>How the next requests are answered; after these with 200.</summary>
    public Queue<int> Answers { get; } = [];

    /// <summary>Answers to the next re-INVITEs; when there is none, 488.</summary>
    public Queue<Task<SipResponse>> ReinviteResponses { get; } = [];

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
        return FarEnd?.OnReinviteAsync(this, offer)
            ?? (ReinviteResponses.TryDequeue(out var response) ? response : Task.FromResult(new SipResponse(488, "Not Acceptable Here")));
    }

    public Task<SipResponse> SendAsync(
        string method, string? contentType, ReadOnlyMemory<byte> body, IReadOnlyList<SipHeader>? headers = null, CancellationToken cancellationToken = default)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        Did($"{method} {contentType} {text.ReplaceLineEndings("|")}");
        var request = new SipRequest(method, remote.Uri);
        request.SetBody(contentType!, text);
        return FarEnd?.OnRequestAsync(this, request) ?? Task.FromResult(Answers.TryDequeue(out var status) ? new(status, SipStatus.ReasonPhrase(status)) : new SipResponse(200, "OK"));
    }

    public Task EndAsync(int statusCode = 480, string? reason = null)
    {
        Did($"end {statusCode}");
        FarEnd?.OnEnd(this, statusCode);
        return Task.CompletedTask;
    }

    protected void Did(string line) => _done.Writer.TryWrite(line);
}
