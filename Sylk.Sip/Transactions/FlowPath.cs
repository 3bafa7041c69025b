using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>A flow as a client transaction sees it.</summary>
internal sealed class FlowPath(Flow flow) : IRequestPath
{
    public bool IsReliable => flow.IsReliable;

    public bool TrySend(ReadOnlyMemory<byte> message) => flow.TrySend(message);
}
