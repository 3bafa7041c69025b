using Sylk.Abstractions.Sip;
using Sylk.Sip.Dialogs;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>A call made by an application (RFC 3261 section 13.2). The first 2xx makes the call; what other branches of a
/// forked call answer is acknowledged and ended.</summary>
internal sealed class OutgoingCall : Call, IOutgoingCall
{
    private readonly OutgoingCallOptions _options;
    private readonly HashSet<(string? Tag, int Status)> _told = [];
    private readonly ProvisionalAcknowledgement _provisionals;
    private ClientRequest? _invite;
    private SipUri? _contact;
    private CallEnded? _ending;
    private Action? _whenEnded;
    private IDisposable? _limit;
    private string? _answer, _earlySdp;
    private bool _isStarted, _awaitsAnswer;
    private uint _sequence = 1;

    public OutgoingCall(UserAgentLayer layer, UserAgent owner, OutgoingCallOptions options)
        : base(layer, owner, options.Credentials is { } credentials ? new(credentials) : null)
    {
        _options = options;
        _provisionals = new(this);
        CallId = RequestTemplate.NewToken();
        Remote = new(options.Target);
    }

    public override string CallId { get; }

    public override NameAddress Local => _options.From;

    public override NameAddress Remote { get; }

    public void Start() => Layer.Loop.Post(() =>
    {
        if (_isStarted || IsEnded)
        {
            return;
        }

        _isStarted = true;
        var request = RequestTemplate.Create(Layer, "INVITE", _options, CallId, _sequence);
        Layer.Loop.When(
            new ValueTask<SipUri>(Layer.Transactions.LocalUriAsync(SipDestination.FromRequest, request, CancellationToken.None)),
            contact => Invite(request, contact),
            e => Finish(new(CallEndedBy.Failure, 503, e.Message, null, false)));
    });

    public void Acknowledge(string answer) => Layer.Loop.Post(() =>
    {
        if (_awaitsAnswer)
        {
            _awaitsAnswer = false;
            _answer = answer;
            Offers.Settle(answer, null);
            Requests.Acknowledge(Dialog!, _invite!.Request, answer);
        }
    });

    protected override void End(int statusCode, string? reason, Action done)
    {
        if (IsEnded)
        {
            done();
        }
        else if (IsEstablished)
        {
            if (_awaitsAnswer)
            {
                _awaitsAnswer = false;
                Requests.Acknowledge(Dialog!, _invite!.Request, null);
            }

            Bye(new(CallEndedBy.Local, 200, "OK", reason, true), reason, done);
        }
        else
        {
            _whenEnded += done;
            GiveUp(new(CallEndedBy.Local, 487, SipStatus.ReasonPhrase(487), reason, false), reason);
        }
    }

    /// <summary>A callee must not hang up before it has answered (RFC 3261 section 15); if it does, the INVITE is still to be ended.</summary>
    protected override void OnBye(CallEnded end)
    {
        if (IsEstablished)
        {
            Finish(end);
        }
        else
        {
            GiveUp(end, null);
        }
    }

    protected override void OnFinished(CallEnded end)
    {
        _limit?.Dispose();
        _whenEnded?.Invoke();
    }

    private void Invite(SipRequest request, SipUri contact)
    {
        if (IsEnded)
        {
            return;
        }

        _contact = contact.WithUser(RequestTemplate.NewToken());
        request.Headers.Add("Contact", $"<{_contact}>");
        request.Headers.Add("Allow", UserAgentLayer.Allow);
        request.Headers.Add("Supported", UserAgentLayer.Supported);
        Timer.Ask(request);
        if (_options.Offer is { } offer)
        {
            request.SetBody("application/sdp", offer);
        }

        _invite = new(Layer.Transactions, request, SipDestination.FromRequest, Digest, () => ++_sequence)
        {
            Sent = () => Tell(new CallSent()),
            Provisional = OnProvisional,
            Final = OnFinal,
            LaterSuccess = OnLaterSuccess,
        };
        _limit = Layer.Loop.Schedule(
            _options.AnswerTimeout,
            () => GiveUp(new(CallEndedBy.Failure, 408, SipStatus.ReasonPhrase(408), null, false), "SIP;cause=408;text=\"Request Timeout\""));
        _invite.Start();
    }

    private void GiveUp(CallEnded end, string? reason)
    {
        _ending ??= end;
        if (_invite is null)
        {
            Finish(_ending);
        }
        else
        {
            _invite.Cancel(reason);
        }
    }

    private void OnProvisional(SipResponse response)
    {
        if (response.StatusCode == 100)
        {
            return;
        }

        if (response.To?.Tag is not null && !_provisionals.TryTake(DialogOf(response), response))
        {
            return;
        }

        _earlySdp = response.HasOption("Require", UserAgentLayer.Reliable) ? SdpOf(response) ?? _earlySdp : _earlySdp;
        if (!IsEnded && _told.Add((response.To?.Tag, response.StatusCode)))
        {
            Tell(new CallProgress(response, SdpOf(response)));
        }
    }

    private void OnFinal(SipResponse response)
    {
        _limit?.Dispose();
        if (!response.IsSuccess)
        {
            // A response that was made here has no Via.
            var by = response.Via is null ? CallEndedBy.Failure : CallEndedBy.Remote;
            Finish(_ending ?? new(by, response.StatusCode, response.ReasonPhrase, response.Headers["Reason"], false));
            return;
        }

        Dialog = DialogOf(response);
        Dialog.Confirm(response);
        IsEstablished = true;
        if (_ending is { } ending)
        {
            Requests.Acknowledge(Dialog, _invite!.Request, null);
            Bye(ending with { WasEstablished = true }, ending.Reason);
            return;
        }

        var sdp = SdpOf(response);
        Offers.Learn(response);
        Offers.Settle(_options.Offer, sdp ?? _earlySdp);
        Timer.OnAccepted(_invite!.Request, response);
        _awaitsAnswer = _options.Offer is null && sdp is not null;
        if (!_awaitsAnswer)
        {
            Requests.Acknowledge(Dialog, _invite.Request, null);
        }

        Tell(new CallAnswered(response, sdp));
    }

    private void OnLaterSuccess(SipResponse response)
    {
        if (response.To?.Tag == Dialog?.Id.RemoteTag)
        {
            if (!_awaitsAnswer)
            {
                Requests.Acknowledge(Dialog!, _invite!.Request, _answer);
            }

            return;
        }

        var other = DialogOf(response);
        other.Confirm(response);
        Requests.Acknowledge(other, _invite!.Request, null);
        if (_told.Add((response.To?.Tag, response.StatusCode)))
        {
            Requests.Send(other, Requests.Create(other, "BYE"), static _ => { });
        }
    }

    /// <summary>The dialog of a branch, which its first response makes.</summary>
    private Dialog DialogOf(SipResponse response)
    {
        if (Dialogs.Find(d => d.Id == DialogId.Of(response)) is { } known)
        {
            return known;
        }

        var dialog = Dialog.ForCaller(_invite!.Request, response, _contact!);
        Layer.Add(this, dialog);
        return dialog;
    }

    private static string? SdpOf(SipResponse response) => response.Body.IsEmpty ? null : response.BodyText;
}
