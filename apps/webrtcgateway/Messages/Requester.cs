using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>The device that asks for a change of a journal. It gets an ack where the others get the event, in the same order.</summary>
internal sealed record Requester(Device Device, Reply Reply)
{
    public void Acknowledge() => Device.Post(Reply.Ack);
}
