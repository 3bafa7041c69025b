using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeOutgoingCall(OutgoingCallOptions options) : FakeCall(options.From, new(options.Target)), IOutgoingCall
{
    public OutgoingCallOptions Options => options;

    public void Start() => Did("start");

    public void Acknowledge(string answer) => throw new NotSupportedException();
}
