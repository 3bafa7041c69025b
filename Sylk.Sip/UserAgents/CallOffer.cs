using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>An offer of the peer and its answer.</summary>
internal sealed class CallOffer : ICallOffer, IServerTransactionUser
{
    private readonly Call _call;
    private readonly CallOffers _offers;
    private readonly IServerTransaction _transaction;
    private readonly TaskCompletionSource<string?> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _limit;
    private SuccessDelivery? _delivery;
    private string? _answer;
    private bool _isAnswered;

    public CallOffer(Call call, CallOffers offers, IServerTransaction transaction)
    {
        _call = call;
        _offers = offers;
        _transaction = transaction;
        transaction.User = this;
        _limit = call.Layer.Loop.Schedule(CallOffers.AnswerLimit, () => Refuse(500, null));
    }

    public string? Sdp => Request.Body.IsEmpty ? null : Request.BodyText;

    public SipRequest Request => _transaction.Request;

    public Task<string?> AcceptAsync(string answer)
    {
        _call.Layer.Loop.Post(() => Accept(answer));
        return _accepted.Task;
    }

    public void Reject(int statusCode, string? reasonPhrase = null) => _call.Layer.Loop.Post(() => Refuse(statusCode, reasonPhrase));

    public void Accept(string answer)
    {
        if (_isAnswered)
        {
            Fail(new(CallEndedBy.Remote, 487, "Request Terminated", null, true));
            return;
        }

        _isAnswered = true;
        _answer = answer;
        _limit.Dispose();
        var response = _offers.WithContact(Request.CreateResponse(200));
        _call.Timer.Accept(Request, response);
        response.SetBody("application/sdp", answer);
        if (Request.Method == "INVITE")
        {
            _delivery = new(_call.Layer, _transaction, response, OnNoAck);
        }
        else
        {
            _transaction.Respond(response);
            _offers.Settle(answer, Sdp);
            _accepted.TrySetResult(null);
            _offers.Release(this);
        }
    }

    public void OnAck(SipRequest ack)
    {
        if (_delivery is not null && ack.CSeq?.Number == Request.CSeq!.Value.Number)
        {
            _delivery.Stop();
            var answer = ack.Body.IsEmpty ? null : ack.BodyText;
            _offers.Settle(_answer, Sdp ?? answer);
            _accepted.TrySetResult(answer);
            _offers.Release(this);
        }
    }

    public void OnEnded(CallEnded end)
    {
        _delivery?.Stop();
        _limit.Dispose();
        if (!_isAnswered)
        {
            _isAnswered = true;
            _transaction.Respond(Request.CreateResponse(487));
        }

        Fail(end);
    }

    void IServerTransactionUser.OnCancel(SipRequest cancel)
    {
        if (!_isAnswered)
        {
            Refuse(487, null);
            Fail(new(CallEndedBy.Remote, 487, "Request Terminated", cancel.Headers["Reason"], true));
            _call.Tell(new CallOfferCancelled(this));
        }
    }

    void IServerTransactionUser.OnTerminated(TransactionEnd end)
    {
    }

    private void OnNoAck() => _call.Bye(new(CallEndedBy.Failure, 408, "No ACK", null, true), null);

    private void Refuse(int statusCode, string? reasonPhrase)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            _limit.Dispose();
            _transaction.Respond(Request.CreateResponse(statusCode, reasonPhrase));
            _offers.Release(this);
        }
    }

    private void Fail(CallEnded end)
    {
        if (_accepted.TrySetException(new CallEndedException(end)))
        {
            _ = _accepted.Task.Exception; // nobody has to wait for it
        }
    }
}
