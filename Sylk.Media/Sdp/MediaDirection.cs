namespace Sylk.Media.Sdp;

/// <summary>The direction attribute (RFC 8866 section 6.7), as seen by the one who says it.</summary>
[Flags]
public enum MediaDirection
{
    Inactive = 0,
    SendOnly = 1,
    ReceiveOnly = 2,
    SendReceive = SendOnly | ReceiveOnly,
}
