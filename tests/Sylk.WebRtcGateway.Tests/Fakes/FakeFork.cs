using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A call on its way through the proxy: the caller, and the branches that ring.</summary>
internal sealed class FakeFork(FakeOutgoingCall caller, Action<Action> later, Func<(int Status, string Phrase, IReadOnlyList<FakeRegistration> Bindings)> route) : IFarEnd
{
    private readonly Lock _lock = new();
    private readonly List<FakeIncomingCall> _ringing = [];
    private FakeIncomingCall? _callee;
    private int _best = 487;
    private bool _hasBranches;
    private bool _isOver;

    public void OnStart() => later(Start);

    public void OnProgress(FakeIncomingCall call, int statusCode) => caller.Tell(new CallProgress(new(statusCode, "Ringing"), null));

    public void OnAnswer(FakeIncomingCall call, string answer, IReadOnlyList<SipHeader> headers)
    {
        lock (_lock)
        {
            _callee = call;
            _ringing.Remove(call);
            StopRinging("SIP;cause=200;text=\"Call completed elsewhere\"");
            var response = new SipResponse(200, "OK");
            foreach (var header in headers)
            {
                response.Headers.Add(header.Name, header.Value);
            }

            caller.Tell(new CallAnswered(response, answer));
        }
    }

    public void OnReject(FakeIncomingCall call, int statusCode)
    {
        lock (_lock)
        {
            _best = statusCode;
            if (_ringing.Remove(call) && _ringing.Count == 0)
            {
                FinishUnanswered(CallEndedBy.Remote, statusCode, SipStatus.ReasonPhrase(statusCode));
            }
        }
    }

    public void OnEnd(FakeCall call, int statusCode)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            if (_callee is not null)
            {
                _isOver = true;
                Other(call).Tell(new CallEnded(CallEndedBy.Remote, 200, "OK", null, WasEstablished: true));
                call.Tell(new CallEnded(CallEndedBy.Local, 200, "OK", null, WasEstablished: true));
            }
            else if (call is FakeIncomingCall callee)
            {
                callee.Reject(statusCode);
            }
            else
            {
                StopRinging(null);
                FinishUnanswered(CallEndedBy.Local, _best, _hasBranches ? SipStatus.ReasonPhrase(_best) : "Request canceled");
            }
        }
    }

    public async Task<SipResponse> OnReinviteAsync(FakeCall call, string offer)
    {
        var offered = new FakeOffer(offer);
        Other(call).Tell(new CallOffered(offered));
        var outcome = await offered.Outcome;
        if (int.TryParse(outcome, out var status))
        {
            return new(status, SipStatus.ReasonPhrase(status));
        }

        var response = new SipResponse(200, "OK");
        response.SetBody("application/sdp", outcome);
        return response;
    }

    public Task<SipResponse> OnRequestAsync(FakeCall call, SipRequest request)
    {
        var transaction = new FakeTransaction(request);
        Other(call).Tell(new CallRequest(transaction));
        return transaction.Response;
    }

    public void GiveUp()
    {
        lock (_lock)
        {
            if (!_isOver && _callee is null)
            {
                FinishUnanswered(CallEndedBy.Remote, 408, "Request Timeout");
                StopRinging(null);
            }
        }
    }

    private void Start()
    {
        if (_isOver)
        {
            return;
        }

        caller.Tell(new CallSent());
        var (status, phrase, bindings) = route();
        if (status >= 200)
        {
            FinishUnanswered(CallEndedBy.Remote, status, phrase);
            return;
        }

        if (status == 180)
        {
            caller.Tell(new CallProgress(new(180, phrase), null));
        }

        _hasBranches = bindings.Count > 0;
        foreach (var binding in bindings)
        {
            var call = new FakeIncomingCall(caller.Options.Offer, caller.CallId, caller.Options.From, caller.Options.Target) { FarEnd = this };
            foreach (var header in caller.Options.Headers)
            {
                call.Invite.Headers.Add(header.Name, header.Value);
            }

            lock (_lock)
            {
                _ringing.Add(call);
            }

            _ = binding.Options.OnCall(call, CancellationToken.None);
        }
    }

    private void StopRinging(string? reason)
    {
        foreach (var call in _ringing)
        {
            call.Tell(new CallEnded(CallEndedBy.Remote, 487, "Request Terminated", reason, WasEstablished: false));
        }

        _ringing.Clear();
    }

    private void FinishUnanswered(CallEndedBy by, int status, string phrase)
    {
        _isOver = true;
        caller.Tell(new CallEnded(by, status, phrase, null, WasEstablished: false));
    }

    private FakeCall Other(FakeCall call) => call == caller ? _callee! : caller;
}
