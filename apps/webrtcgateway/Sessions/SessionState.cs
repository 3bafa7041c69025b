namespace Sylk.WebRtcGateway.Sessions;

/// <summary>State of a call.</summary>
internal enum SessionState
{
    /// <summary>Outgoing: before the INVITE has left; incoming: until it is answered.</summary>
    Connecting,
    Progress,
    EarlyMedia,
    Accepted,

    /// <summary>Answered, and the browser's media path is up.</summary>
    Established,

    /// <summary>An offer of the browser waits for the other side.</summary>
    LocalUpdating,

    /// <summary>An offer of the other side waits for the browser.</summary>
    RemoteUpdating,
    Terminated,
}
