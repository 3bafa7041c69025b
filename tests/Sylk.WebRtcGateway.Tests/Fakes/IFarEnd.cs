using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>What a call made or taken by the gateway meets on the SIP side.</summary>
internal interface IFarEnd
{
    /// <summary>The INVITE leaves.</summary>
    void OnStart();

    /// <summary>The gateway rings.</summary>
    void OnProgress(FakeIncomingCall call, int statusCode);

    void OnAnswer(FakeIncomingCall call, string answer, IReadOnlyList<SipHeader> headers);

    void OnReject(FakeIncomingCall call, int statusCode);

    void OnEnd(FakeCall call, int statusCode);

    Task<SipResponse> OnReinviteAsync(FakeCall call, string offer);

    Task<SipResponse> OnRequestAsync(FakeCall call, SipRequest request);
}
