using System.Net;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeIncomingCall(string? offer, string callId = FakeCall.Id, NameAddress? caller = null, SipUri? callee = null)
    : FakeCall(callId, callee is null ? Bob : new(callee), caller ?? Alice), IIncomingCall
{
    private static readonly NameAddress Alice = new("Alice", SipUri.Parse("sip:alice@sylk.test"), SipParameters.Empty);
    private static readonly NameAddress Bob = new(SipUri.Parse("sip:bob@sylk.test"));

    public SipRequest Invite { get; init; } = new("INVITE", SipUri.Parse("sip:token@192.0.2.1"));

    public SipPeer Peer { get; } = new("UDP", new IPEndPoint(IPAddress.Loopback, 5060), new SipFlow("flow"), IsTrusted: true);

    public string? Offer => offer;

    /// <summary>SDP of the ACK to the next answer.</summary>
    public string? AckSdp { get; set; }

    public void Progress(int statusCode = 180, string? answer = null, IReadOnlyList<SipHeader>? headers = null)
    {
        Did($"progress {statusCode}");
        FarEnd?.OnProgress(this, statusCode);
    }

    public Task<string?> AnswerAsync(string answer, IReadOnlyList<SipHeader>? headers = null)
    {
        Did($"answer {answer}");
        FarEnd?.OnAnswer(this, answer, headers ?? []);
        return Task.FromResult(AckSdp);
    }

    public void Reject(int statusCode, string? reasonPhrase = null, IReadOnlyList<SipHeader>? headers = null)
    {
        Did($"reject {statusCode}");
        Tell(new CallEnded(CallEndedBy.Local, statusCode, reasonPhrase ?? SipStatus.ReasonPhrase(statusCode), null, WasEstablished: false));
        FarEnd?.OnReject(this, statusCode);
    }
}
