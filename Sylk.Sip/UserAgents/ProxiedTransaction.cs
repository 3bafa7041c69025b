using System.Threading.Channels;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>A client transaction of a proxy: any thread.</summary>
internal sealed class ProxiedTransaction : ISipClientTransaction, IClientTransactionUser
{
    private readonly Channel<SipResponse> _responses = Channel.CreateUnbounded<SipResponse>(new() { SingleWriter = true });
    private readonly ITransactionLayer _transactions;
    private readonly SipRequest _request;
    private IClientTransaction? _transaction;
    private bool _isFinal;

    public ProxiedTransaction(ITransactionLayer transactions, SipRequest request, SipDestination destination)
    {
        _transactions = transactions;
        _request = request;
        transactions.Loop.Post(() => _transaction = transactions.Send(request, destination, this));
    }

    public SipRequest Request => _transaction?.Request ?? _request;

    public ChannelReader<SipResponse> Responses => _responses.Reader;

    public void Cancel(string? reason = null) => _transactions.Loop.Post(() => _transaction?.Cancel(reason));

    void IClientTransactionUser.OnSent(IClientTransaction transaction, SipFlow flow)
    {
    }

    void IClientTransactionUser.OnResponse(IClientTransaction transaction, SipResponse response, SipPeer peer)
    {
        _isFinal |= !response.IsProvisional;
        if (response.StatusCode != 100)
        {
            var onward = response.Clone();
            onward.Headers.RemoveFirst("Via");
            _responses.Writer.TryWrite(onward);
        }
    }

    void IClientTransactionUser.OnTerminated(IClientTransaction transaction, TransactionEnd end, string detail)
    {
        if (!_isFinal)
        {
            _responses.Writer.TryWrite(_request.CreateResponse(end switch
            {
                TransactionEnd.FlowFailed => 430,
                TransactionEnd.TransportError => 503,
                _ => 408,
            }));
        }

        _responses.Writer.TryComplete();
    }
}
