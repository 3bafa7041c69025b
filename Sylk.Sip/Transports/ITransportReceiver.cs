using Sylk.Abstractions.Sip;
using Sylk.Sip.Parsing;

namespace Sylk.Sip.Transports;

/// <summary>Takes what transports receive. Called on any thread; does not block.</summary>
internal interface ITransportReceiver
{
    void OnMessage(SipMessage message, Flow flow);

    /// <summary>Bytes that are no message.</summary>
    void OnMalformed(SipParseError error, Flow flow);
}
