using System.Net;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Transactions;

/// <summary>Sends the responses of one server transaction: on the flow of the request, or where its connection has closed,
/// on a new one to the Via.</summary>
internal sealed class ResponsePath(ISipLoop loop, ITransportLayer transports, Flow flow, IPEndPoint replyTo) : IResponsePath
{
    private Flow _flow = flow is { IsReliable: false } && !flow.RemoteEndPoint.Equals(replyTo) ? transports.UdpBeside(flow, replyTo) : flow;

    public bool IsReliable => _flow.IsReliable;

    public void Send(ReadOnlyMemory<byte> message, Action failed)
    {
        if (_flow.TrySend(message))
        {
            return;
        }

        if (!_flow.IsReliable)
        {
            failed();
            return;
        }

        loop.When(transports.OpenAsync(new(_flow.Transport, replyTo, replyTo.Address.ToString())), OnOpened, _ => failed());

        void OnOpened(Flow opened)
        {
            _flow = opened;
            if (!opened.TrySend(message))
            {
                failed();
            }
        }
    }
}
