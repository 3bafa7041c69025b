using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Push;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>Calls for accounts of which no device is registered: a proxy hands them over so that the devices can be told what they
/// miss. May be used on any thread.</summary>
internal sealed class UnreachedCalls(IPush push)
{
    public Task ReceiveAsync(IIncomingCall call)
    {
        call.Reject(480);
        push.CallMissed(
            AddressText.ToAccount(call.Invite.RequestUri), call.CallId, Identity.Of(call.Remote), SessionDescription.HasVideo(call.Offer));
        return Task.CompletedTask;
    }
}
