using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeOutgoingCall(OutgoingCallOptions options, string callId = FakeCall.Id) : FakeCall(callId, options.From, new(options.Target)), IOutgoingCall
{
    public OutgoingCallOptions Options => options;

    public void Start()
    {
        Did("start");
        FarEnd?.OnStart();
    }

    public void Acknowledge(string answer) => throw new NotSupportedException();
}
