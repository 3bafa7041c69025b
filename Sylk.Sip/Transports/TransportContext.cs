using System.Net;
using Microsoft.Extensions.Logging;
using Sylk.Sip.Diagnostics;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transports;

/// <summary>What every transport of a stack shares.</summary>
/// <param name="Receiver">Takes messages.</param>
/// <param name="Limits">Bounds of a message.</param>
/// <param name="Diagnostics">Counts and traces.</param>
/// <param name="Tokens">Names flows.</param>
/// <param name="Addresses">Our own addresses.</param>
/// <param name="IsTrusted">Whether a source address is trusted.</param>
/// <param name="Post">Runs an action on the loop.</param>
/// <param name="Time">The clock of connections.</param>
/// <param name="Logger">For what an operator has to know.</param>
internal sealed record TransportContext(
    ITransportReceiver Receiver,
    SipLimits Limits,
    TransportDiagnostics Diagnostics,
    FlowTokens Tokens,
    LocalAddresses Addresses,
    Func<IPAddress, bool> IsTrusted,
    Action<Action> Post,
    TimeProvider Time,
    ILogger Logger);
