using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A request within a call.</summary>
internal sealed class FakeTransaction(SipRequest request, bool isTrusted = true) : ISipServerTransaction
{
    private readonly TaskCompletionSource<SipResponse> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<SipResponse> Response => _response.Task.WaitAsync(Deadline.Time);

    public SipRequest Request => request;

    public SipPeer Peer { get; } = new("UDP", new IPEndPoint(IPAddress.Loopback, 5060), new SipFlow("flow"), isTrusted);

    public CancellationToken Cancelled => CancellationToken.None;

    public SipRequest? Cancel => null;

    public void Respond(SipResponse response) => _response.SetResult(response);

    public void Respond(int statusCode, string? reasonPhrase = null) => Respond(new SipResponse(statusCode, reasonPhrase ?? SipStatus.ReasonPhrase(statusCode)));
}
