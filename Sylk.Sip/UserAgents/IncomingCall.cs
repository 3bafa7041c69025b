using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Dialogs;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>A call to an application (RFC 3261 section 13.3).</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and is never linked.")]
internal sealed class IncomingCall : Call, IIncomingCall, IServerTransactionUser
{
    private static readonly TimeSpan RingInterval = TimeSpan.FromMinutes(1);
    private readonly IServerTransaction _transaction;
    private readonly CancellationTokenSource _endedToken = new();
    private readonly TaskCompletionSource<string?> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReliableProvisional? _reliable;
    private IDisposable? _ringing;
    private SuccessDelivery? _delivery;
    private SipResponse? _success;
    private Action? _endWhenAcknowledged;
    private bool _isAnswered;

    public IncomingCall(UserAgentLayer layer, UserAgent owner, IServerTransaction transaction) : base(layer, owner, null)
    {
        _transaction = transaction;
        transaction.User = this;
        Invite = transaction.Request.Clone();
        var contact = layer.Transactions.LocalUri(transaction.Peer.Flow).WithUser(Invite.RequestUri.User ?? RequestTemplate.NewToken());
        Dialog = Dialog.ForCallee(Invite, transaction.Peer, RequestTemplate.NewToken(), contact);
        layer.Add(this, Dialog);
        _reliable = Invite.HasOption("Require", UserAgentLayer.Reliable) ? new(layer, transaction, OnNoPrack) : null;
        Offers.Learn(Invite);
    }

    public SipRequest Invite { get; }

    public SipPeer Peer => _transaction.Peer;

    public string? Offer => Invite.Body.IsEmpty ? null : Invite.BodyText;

    public override string CallId => Invite.CallId;

    public override NameAddress Local => Invite.To!;

    public override NameAddress Remote => Invite.From!;

    /// <summary>Cancelled when the call ends.</summary>
    public CancellationToken EndedToken => _endedToken.Token;

    public void Progress(int statusCode = 180, string? answer = null, IReadOnlyList<SipHeader>? headers = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(statusCode is > 100 and < 200, true, nameof(statusCode));
        RequestTemplate.CheckHeaders(headers);
        Layer.Loop.Post(() =>
        {
            if (!_isAnswered && !IsEnded)
            {
                Ring(Create(statusCode, null, answer, headers));
            }
        });
    }

    public Task<string?> AnswerAsync(string answer, IReadOnlyList<SipHeader>? headers = null)
    {
        RequestTemplate.CheckHeaders(headers);
        Layer.Loop.Post(() => Answer(answer, headers));
        return _acknowledged.Task;
    }

    public void Reject(int statusCode, string? reasonPhrase = null, IReadOnlyList<SipHeader>? headers = null) =>
        Layer.Loop.Post(() => Refuse(statusCode, reasonPhrase, headers, new(CallEndedBy.Local, statusCode, reasonPhrase ?? SipStatus.ReasonPhrase(statusCode), null, false)));

    public override void OnAck(SipRequest ack)
    {
        if (_delivery is null || ack.CSeq?.Number != Invite.CSeq!.Value.Number)
        {
            base.OnAck(ack);
            return;
        }

        _delivery.Stop();
        var sdp = ack.Body.IsEmpty ? null : ack.BodyText;
        if (_acknowledged.TrySetResult(sdp))
        {
            Offers.Settle(_success!.BodyText, Offer ?? sdp);
            Tell(new CallAnswered(_success!, sdp));
            _endWhenAcknowledged?.Invoke();
        }
    }

    void IServerTransactionUser.OnCancel(SipRequest cancel) =>
        Refuse(487, null, null, new(CallEndedBy.Remote, 487, SipStatus.ReasonPhrase(487), cancel.Headers["Reason"], false));

    void IServerTransactionUser.OnTerminated(TransactionEnd end)
    {
        if (!_isAnswered)
        {
            Finish(new(CallEndedBy.Failure, 408, "The caller cannot be reached", null, false));
        }
    }

    protected override void End(int statusCode, string? reason, Action done)
    {
        if (IsEnded)
        {
            done();
        }
        else if (!IsEstablished)
        {
            var headers = reason is null ? null : (SipHeader[])[new("Reason", reason)];
            Refuse(statusCode, null, headers, new(CallEndedBy.Local, statusCode, SipStatus.ReasonPhrase(statusCode), reason, false));
            done();
        }
        else if (_acknowledged.Task.IsCompleted)
        {
            Bye(new(CallEndedBy.Local, 200, "OK", reason, true), reason, done);
        }
        else
        {
            // The callee must not send BYE before the ACK has come (section 15).
            _endWhenAcknowledged += () => End(statusCode, reason, done);
        }
    }

    protected override void OnBye(CallEnded end)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            _transaction.Respond(Create(487, null, null, null));
        }

        Finish(end);
    }

    protected override void OnPrack(IServerTransaction transaction)
    {
        var isFitting = _reliable?.TryAcknowledge(transaction.Request) == true;
        transaction.Respond(transaction.Request.CreateResponse(isFitting ? 200 : 481));
        _reliable?.Resume();
    }

    protected override void OnFinished(CallEnded end)
    {
        _delivery?.Stop();
        _ringing?.Dispose();
        _reliable?.Stop();
        if (_acknowledged.TrySetException(new CallEndedException(end)))
        {
            _ = _acknowledged.Task.Exception; // nobody has to wait for it
        }

        _ = _endedToken.CancelAsync();
        var waiting = _endWhenAcknowledged;
        _endWhenAcknowledged = null;
        Layer.Loop.Post(() => waiting?.Invoke());
    }

    /// <summary>Sends a provisional response, and where it is not reliable again each minute: otherwise proxies would think
    /// that nobody is there (section 13.3.1.1).</summary>
    private void Ring(SipResponse response)
    {
        _ringing?.Dispose();
        if (_reliable is not null)
        {
            _reliable.Send(response);
            return;
        }

        _transaction.Respond(response);
        _ringing = Layer.Loop.Schedule(RingInterval, () => Ring(response));
    }

    private void Answer(string answer, IReadOnlyList<SipHeader>? headers)
    {
        // A 2xx must not overtake an answer that was sent reliably (RFC 3262 section 3).
        if (_isAnswered || IsEnded || _reliable?.TryDefer(() => Answer(answer, headers)) == true)
        {
            return;
        }

        _isAnswered = true;
        IsEstablished = true;
        _ringing?.Dispose();
        _reliable?.Stop();
        _success = Create(200, null, answer, headers);
        Timer.Accept(Invite, _success);
        _delivery = new(Layer, _transaction, _success, OnNoAck);
    }

    private void OnNoPrack() => Refuse(500, "No PRACK", null, new(CallEndedBy.Failure, 408, "No PRACK", null, false));

    private void OnNoAck() => Bye(new(CallEndedBy.Failure, 408, "No ACK", null, true), null);

    private void Refuse(int statusCode, string? reasonPhrase, IReadOnlyList<SipHeader>? headers, CallEnded end)
    {
        if (!_isAnswered && !IsEnded)
        {
            _isAnswered = true;
            _transaction.Respond(Create(statusCode, reasonPhrase, null, headers));
            Finish(end);
        }
    }

    private SipResponse Create(int statusCode, string? reasonPhrase, string? sdp, IReadOnlyList<SipHeader>? headers)
    {
        var response = _transaction.Request.CreateResponse(statusCode, reasonPhrase);
        response.Headers["To"] = Invite.To!.WithTag(Dialog!.Id.LocalTag).ToString();
        if (statusCode < 300)
        {
            foreach (var route in Invite.Headers.GetAll("Record-Route"))
            {
                response.Headers.Add("Record-Route", route);
            }

            response.Headers.Add("Contact", $"<{Dialog.LocalTarget}>");
            response.Headers.Add("Allow", UserAgentLayer.Allow);
            response.Headers.Add("Supported", UserAgentLayer.Supported);
        }

        response.Headers.Add("Server", Layer.Product);
        RequestTemplate.AddHeaders(response, headers);
        if (sdp is not null)
        {
            response.SetBody("application/sdp", sdp);
        }

        return response;
    }
}
