using Sylk.Abstractions.Configuration;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Http;
using Sylk.WebRtcGateway.Logins;
using Sylk.WebRtcGateway.Protocol.Version1;
using Sylk.WebRtcGateway.Push;

namespace Sylk.WebRtcGateway;

/// <summary>The file <c>webrtcgateway.toml</c>.</summary>
public sealed class WebRtcGatewaySettings : IValidatedSettings
{
    /// <summary>See <see cref="Connections.OriginRule"/>.</summary>
    [Setting("Web pages that may connect: patterns of scheme://host:port with the port always written; * stands for any run of characters.")]
    public List<string> Origins { get; set; } = ["*"];

    [Setting("Domains of the accounts that may be added; * means any.")]
    public List<string> SipDomains { get; set; } = ["*"];

    [Setting("Next hop for everything sent by SIP, host[:port][;transport=udp|tcp|tls]; empty: found by DNS (RFC 3263).")]
    public string OutboundProxy { get; set; } = "";

    [Setting("Status sent to the caller when a call is declined; 603 stops the other devices of the account ringing too.", Min = 400, Max = 699)]
    public int DeclineCode { get; set; } = 486;

    [Setting("Time between two WebSocket pings; a browser which does not answer within half of it is gone.", Unit = "s", Min = 2, Max = 3600)]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(120);

    [Setting("Longest message taken from a browser; a longer one closes the connection with 1009.", Unit = "bytes", Min = 4096, Max = 16777216)]
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    [Setting("Messages that may wait for a slow browser; one more closes its connection.", Min = 10, Max = 100000)]
    public int SendQueue { get; set; } = 1000;

    [Setting("How a caller is told to browsers that speak sylkRTC-1: as object (libraries from 0.3.0 on), as string (before), or auto: as object to those that send a user_agent.", Key = "v1_originator")]
    public OriginatorForm V1Originator { get; set; } = OriginatorForm.Object;

    [Setting("Messages between accounts.")]
    public MessageSettings Messages { get; set; } = new();

    [Setting("Base URL of an XCAP server (JSON over HTTP) that keeps the address books; empty: they are in the store of this server.")]
    public string XcapUrl { get; set; } = "";

    [Setting("Domains whose accounts log in with their clear passwords.")]
    public List<LoginSettings> Login { get; set; } = [];

    [Setting("Push: waking devices that are not connected.")]
    public PushSettings Push { get; set; } = new();

    [Setting("Files that people send each other.")]
    public FilesSettings Files { get; set; } = new();

    [Setting("Traces: what passes on the wire, in files under `trace.dir` of the server.")]
    public TraceSettings Trace { get; set; } = new();

    /// <summary><see cref="OutboundProxy"/> as the SIP service takes it.</summary>
    internal string? Proxy => OutboundProxy.Length == 0 ? null : OutboundProxy;

    /// <inheritdoc />
    public void Validate(ISettingsProblems problems)
    {
        if (XcapUrl.Length > 0 && !RemoteService.IsUrl(XcapUrl))
        {
            problems.Add("xcap_url", "expected a URL that begins with http:// or https:// and has neither user nor fragment");
        }

        for (var i = 0; i < Login.Count; i++)
        {
            if (Login.Take(i).Any(l => l.Domain.Equals(Login[i].Domain, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add($"login[{i}].domain", "expected a domain that has no login yet");
            }
        }
    }

    internal bool AllowsDomain(string domain) => SipDomains.Any(d => d == "*" || d.Equals(domain, StringComparison.OrdinalIgnoreCase));
}
