namespace Sylk.Media.Sdp;

/// <summary><c>a=setup:</c> (RFC 4145 section 4, for DTLS RFC 5763 section 5): who opens the connection.</summary>
public enum SetupRole
{
    /// <summary>Nothing was said.</summary>
    Unknown,

    /// <summary>Sends the ClientHello.</summary>
    Active,

    /// <summary>Waits for the ClientHello.</summary>
    Passive,

    /// <summary>Leaves the choice to the answerer.</summary>
    ActPass,

    /// <summary>No connection for now.</summary>
    HoldConn,
}
