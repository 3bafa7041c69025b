using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>A server transaction in the hands of an application: any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and is never linked.")]
internal sealed class UserTransaction : ISipServerTransaction, IServerTransactionUser
{
    private readonly UserAgentLayer _layer;
    private readonly IServerTransaction _transaction;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly string _tag;
    private int _isAnswered;

    public UserTransaction(UserAgentLayer layer, IServerTransaction transaction)
    {
        _layer = layer;
        _transaction = transaction;
        _tag = RequestTemplate.NewToken();
        Request = transaction.Request.Clone();
        transaction.User = this;
    }

    public SipRequest Request { get; }

    public SipPeer Peer => _transaction.Peer;

    public CancellationToken Cancelled => _cancelled.Token;

    public SipRequest? Cancel => _transaction.Cancel;

    public bool IsAnswered => Volatile.Read(ref _isAnswered) != 0;

    public void Respond(SipResponse response)
    {
        if (!response.IsProvisional)
        {
            Volatile.Write(ref _isAnswered, 1);
        }

        if (response.StatusCode != 100 && response.To is { Tag: null } to)
        {
            response.Headers["To"] = to.WithTag(_tag).ToString();
        }

        _layer.Loop.Post(() => (response.StatusCode is 401 or 407 ? _transaction.RespondOnce : (Action<SipResponse>)_transaction.Respond)(response));
    }

    /// <summary>Answers if nobody has.</summary>
    public void RespondIfOpen(int statusCode)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
        {
            Respond(_transaction.Request.CreateResponse(statusCode));
        }
    }

    void IServerTransactionUser.OnCancel(SipRequest cancel) => _ = _cancelled.CancelAsync();

    void IServerTransactionUser.OnTerminated(TransactionEnd end)
    {
        if (!IsAnswered)
        {
            _ = _cancelled.CancelAsync();
        }
    }
}
