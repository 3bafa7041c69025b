using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>A call to an account, offered to one of its browsers.</summary>
internal sealed class IncomingSession : Session
{
    private const int Cancelled = 487;

    private readonly IIncomingCall _call;
    private bool _isDeclined;

    public IncomingSession(string id, IIncomingCall call, Account account, ConnectionServices services, Action<Session> forget)
        : base(id, account, services, forget)
    {
        _call = call;
        Call = call;
        Media = services.Context.Media.CreateRelay(
            new() { Kind = MediaLegKind.WebRtc, Label = id }, new() { Kind = MediaLegKind.Rtp, Label = call.CallId });
    }

    /// <summary>Whether the call waits for the browser's answer.</summary>
    public bool IsRinging => State == SessionState.Connecting;


    protected override string GivenUpReason => "480 Temporarily Unavailable";

    protected override (string Caller, string Callee) Parties => (AddressText.Of(_call.Remote.Uri), Account.Address);

    protected override TimeSpan GlareDelay => TimeSpan.FromMilliseconds(10 * Random.Shared.Next(200));

    /// <summary>Offers the call to the browser.</summary>
    /// <returns>The end of the call.</returns>
    public async Task ReceiveAsync()
    {
        await Turns.Take(RingAsync);
        await Ended;
    }

    protected override async Task AnswerAsync(SessionAnswerRequest request, Reply reply)
    {
        if (State == SessionState.Accepted)
        {
            return;
        }

        if (State != SessionState.Connecting)
        {
            throw new RequestException($"Invalid state for answering session {Id}: {StateName}");
        }

        SessionDescription.Check(request.Sdp);
        string answer;
        try
        {
            answer = await MakeAnswerAsync(request.Sdp);
        }
        catch (MediaException e)
        {
            throw new RequestException(e.Message);
        }

        reply.Ack();
        if (!IsOver)
        {
            State = SessionState.Accepted;
            Send(new SessionAccepted(Id));
            CheckEstablished();
            _ = AcceptAsync(answer, request.Headers);
        }
    }

    protected override void Terminate()
    {
        if (State == SessionState.Connecting)
        {
            _isDeclined = true;
            _call.Reject(Services.Settings.DeclineCode);
        }
        else
        {
            _ = _call.EndAsync();
        }
    }

    protected override Task OnCallEventAsync(CallEvent happened)
    {
        if (happened is CallEnded end)
        {
            var isMissed = State == SessionState.Connecting && !_isDeclined && end.StatusCode == Cancelled && !end.AnsweredElsewhere;
            Finish(ReasonOf(end));
            if (isMissed)
            {
                Services.Send(new MissedSessionEvent(Account.Name, Identity.Of(_call.Remote)));
                Services.Gateway.Push.CallMissed(Account.Key, _call.CallId, Identity.Of(_call.Remote), SessionDescription.HasVideo(_call.Offer));
            }
        }

        return Task.CompletedTask;
    }

    private async Task RingAsync()
    {
        string offer;
        try
        {
            offer = _call.Offer is { } sdp ? await Media.RelayOfferAsync(MediaSide.B, sdp) : await Media.CreateOfferAsync(MediaSide.A);
        }
        catch (MediaException e)
        {
            _call.Reject(e.StatusCode);
            Discard();
            return;
        }
        catch
        {
            Discard();
            throw;
        }

        if (IsOver)
        {
            return;
        }

        _call.Progress();
        Send(new IncomingSessionEvent(
            Account.Name, Id, Identity.Of(_call.Remote), offer, _call.CallId, Account.ReportedHeaders.Of(_call.Invite)));
        Follow();
    }

    /// <summary>Hands the browser's answer over. A caller who made no offer gets ours.</summary>
    private async Task<string> MakeAnswerAsync(string sdp)
    {
        if (_call.Offer is not null)
        {
            return await Media.RelayAnswerAsync(MediaSide.A, sdp, isFinal: true);
        }

        await Media.ApplyAnswerAsync(MediaSide.A, sdp);
        return await Media.CreateOfferAsync(MediaSide.B);
    }

    private async Task AcceptAsync(string answer, IReadOnlyList<SipHeader> headers)
    {
        try
        {
            var answerToOurs = await _call.AnswerAsync(answer, headers);
            if (_call.Offer is null && !IsOver)
            {
                await Media.ApplyAnswerAsync(MediaSide.B, answerToOurs ?? throw new FormatException("an ACK without answer"));
            }
        }
        catch (CallEndedException)
        {
            // The end itself is reported by the call's events.
        }
        catch (Exception e) when (e is MediaException or ArgumentException or FormatException)
        {
            End("488 Not Acceptable Here", 488);
        }
    }
}
