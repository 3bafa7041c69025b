namespace Sylk.WebRtcGateway.Protocol.Version1;

/// <summary>How a caller is told to a browser that speaks version 1: libraries before 0.3.0 expect a text, later ones an
/// object, and nothing in the protocol tells which it is.</summary>
public enum OriginatorForm
{
    /// <summary>Address and display name.</summary>
    Object,

    /// <summary>The address.</summary>
    String,

    /// <summary>An object for browsers that have sent a <c>user_agent</c> with an account (0.7.0 and later), else a text.</summary>
    Auto,
}
