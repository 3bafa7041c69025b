using Sylk.Abstractions.Configuration;

namespace Sylk.WebRtcGateway;

/// <summary>The table <c>[trace]</c> of <c>webrtcgateway.toml</c>.</summary>
public sealed class TraceSettings
{
    [Setting("Writes every message from and to browsers to `webrtc_client_trace.log`; passwords, push tokens, keys and what people write are masked.")]
    public bool Client { get; set; }
}
