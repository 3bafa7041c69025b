using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeOffer(string? sdp) : ICallOffer
{
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, or the status.</summary>
    public Task<string> Outcome => _outcome.Task.WaitAsync(Deadline.Time);

    public string? Sdp => sdp;

    /// <summary>SDP of the ACK.</summary>
    public string? AckSdp { get; init; }

    public SipRequest Request => throw new NotSupportedException();

    public Task<string?> AcceptAsync(string answer)
    {
        _outcome.SetResult(answer);
        return Task.FromResult(AckSdp);
    }

    public void Reject(int statusCode, string? reasonPhrase = null) => _outcome.SetResult($"{statusCode}");
}
