using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>Something that the devices of an account are woken for.</summary>
/// <remarks><c>CallId</c>: the same for all devices; <c>From</c>: who caused it.</remarks>
internal abstract record PushEvent(string Name, string CallId, Identity From)
{
    /// <summary>Whether the device is to ring: it is woken by its call token then.</summary>
    public virtual bool RingsDevice => false;
}

/// <summary>A message has come.</summary>
/// <remarks><c>Badge</c>: how many messages are unread; <c>Content</c>: <c>null</c> if the push server is not to know.</remarks>
internal sealed record MessagePush(string CallId, Identity From, int Badge, string ContentType, string? Content) : PushEvent("message", CallId, From);

/// <summary>Somebody called and was not answered.</summary>
internal sealed record MissedCallPush(string CallId, Identity From, bool HasVideo) : PushEvent("missed_session", CallId, From);

/// <summary>Somebody wants the account in a room.</summary>
internal sealed record ConferenceInvitePush(string CallId, Identity From, string Room, bool HasVideo) : PushEvent("incoming_conference_request", CallId, From)
{
    public override bool RingsDevice => true;
}
