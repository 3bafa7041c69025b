using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>A message that has come for an account.</summary>
/// <remarks><c>To</c>: whom for. <c>From</c>: who has sent it, as proven; the sender of the message is the same.
/// <c>IsSentElsewhere</c>: whether the sender's own journal and devices do not know of it yet, because he has used another device
/// than a browser.</remarks>
internal sealed record ReceivedMessage(AccountAddress To, AccountAddress From, ChatMessage Message, bool IsSentElsewhere = false);
