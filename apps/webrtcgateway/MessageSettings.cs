using Sylk.Abstractions.Configuration;

namespace Sylk.WebRtcGateway;

/// <summary>The table <c>[messages]</c> of <c>webrtcgateway.toml</c>.</summary>
public sealed class MessageSettings
{
    [Setting("Messages go to accounts of this server only, without SIP; phones get none.")]
    public bool LocalOnly { get; set; }
}
