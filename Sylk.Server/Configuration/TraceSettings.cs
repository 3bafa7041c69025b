using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[trace]</c></summary>
internal sealed class TraceSettings
{
    [Setting("Directory of the trace files.", IsPath = true)]
    public string Dir { get; init; } = "/var/log/sylk";

    [Setting("Writes every SIP message to `sip_trace.log`.")]
    public bool Sip { get; init; }

    [Setting("Writes every DNS query and answer to `dns_trace.log`.")]
    public bool Dns { get; init; }
}
