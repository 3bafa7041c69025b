using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>Wakes the devices of accounts. Members may be called from any thread, return at once and never fail: a push is a
/// courtesy, what it tells of is in the store.</summary>
internal interface IPush
{
    /// <summary>A message was added to the journal of its receiver.</summary>
    void MessageStored(AccountAddress account, AccountAddress sender, ChatMessage message);

    /// <summary>A call to an account ended without answer, as one of its connections saw it; further ones of the same call add nothing.</summary>
    void CallMissed(AccountAddress account, string callId, Identity caller, bool hasVideo);
}
