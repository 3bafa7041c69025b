using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[trace]</c></summary>
internal sealed class TraceSettings
{
    [Setting("Directory of the trace files.", IsPath = true)]
    public string Dir { get; init; } = "/var/log/sylk";

    [Setting("Writes every SIP message to `sip_trace.log`; the first line of a record ends with the Call-ID. Taken over on SIGHUP.", Live = true)]
    public bool Sip { get; init; }

    [Setting("Narrows the SIP trace to calls in one of whose messages one of these texts stands, for instance `alice@sylk.test`, a number or an address. Taken over on SIGHUP.", Live = true)]
    public IReadOnlyList<string> SipOnly { get; init; } = [];

    [Setting("Writes every DNS query and answer to `dns_trace.log`. Taken over on SIGHUP.", Live = true)]
    public bool Dns { get; init; }
}
