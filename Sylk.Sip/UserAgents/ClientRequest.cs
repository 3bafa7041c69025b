using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>A request of a user agent until its final response; challenges (RFC 3261 section 22.2) and the wish for a longer
/// session interval (RFC 4028 section 7.3) are answered on the way.
/// Used on the loop.</summary>
internal sealed class ClientRequest(
    ITransactionLayer transactions, SipRequest request, SipDestination destination, DigestClient? digest, Func<uint> nextSequence)
    : IClientTransactionUser
{
    private const int MaxRaises = 4;
    private readonly HashSet<(string, string)> _answered = [];
    private SipRequest _request = request;
    private IClientTransaction? _transaction;
    private bool _isCancelled, _isFinal, _isSent;
    private int _raises;

    /// <summary>The request as sent last, without Via.</summary>
    public SipRequest Request => _request;

    /// <summary>Whether the final response has come.</summary>
    public bool IsFinal => _isFinal;

    public Action? Sent { get; init; }

    public Action<SipResponse>? Provisional { get; init; }

    /// <summary>The final response, once; timeouts and failures as in RFC 3261 section 8.1.3.1.</summary>
    public required Action<SipResponse> Final { get; init; }

    /// <summary>Every further 2xx to an INVITE.</summary>
    public Action<SipResponse>? LaterSuccess { get; init; }

    public void Start()
    {
        digest?.Authorize(_request);
        _transaction = transactions.Send(_request, destination, this);
    }

    public void Cancel(string? reason = null)
    {
        if (!_isFinal && !_isCancelled)
        {
            _isCancelled = true;
            _transaction?.Cancel(reason);
        }
    }

    void IClientTransactionUser.OnSent(IClientTransaction transaction, SipFlow flow)
    {
        if (!_isSent)
        {
            _isSent = true;
            Sent?.Invoke();
        }
    }

    void IClientTransactionUser.OnResponse(IClientTransaction transaction, SipResponse response, SipPeer peer)
    {
        if (transaction != _transaction)
        {
            return;
        }

        if (response.IsProvisional)
        {
            Provisional?.Invoke(response);
        }
        else if (_isFinal)
        {
            LaterSuccess?.Invoke(response);
        }
        else if (!TryAnswerChallenge(response) && !TryLongerInterval(response))
        {
            Finish(response);
        }
    }

    void IClientTransactionUser.OnTerminated(IClientTransaction transaction, TransactionEnd end, string detail)
    {
        if (transaction == _transaction && !_isFinal)
        {
            Finish(_request.CreateResponse(_isCancelled ? 487 : end switch
            {
                TransactionEnd.FlowFailed => 430,
                TransactionEnd.TransportError => 503,
                _ => 408,
            }));
        }
    }

    private bool TryAnswerChallenge(SipResponse response)
    {
        if (digest is null || _isCancelled || response.StatusCode is not (401 or 407) || !digest.TryTake(response, _answered) || _answered.Count > 4)
        {
            return false;
        }

        Repeat(_request.Clone());
        return true;
    }

    private bool TryLongerInterval(SipResponse response)
    {
        var longer = _request.Clone();
        if (response.StatusCode != 422 || _isCancelled || ++_raises > MaxRaises || !SessionExpires.TryRaise(longer, response))
        {
            return false;
        }

        Repeat(longer);
        return true;
    }

    private void Repeat(SipRequest again)
    {
        _request = again;
        _request.Headers["CSeq"] = new CSeqHeader(nextSequence(), _request.Method).ToString();
        Start();
    }

    private void Finish(SipResponse response)
    {
        _isFinal = true;
        Final(response);
    }
}
