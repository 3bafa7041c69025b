using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Connections;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Sessions;

/// <summary>A call between a browser (side A of the media) and a SIP party (side B). Lives on the connection's loop; offers,
/// answers and what happens in the call take turns.</summary>
internal abstract partial class Session(string id, Account account, ConnectionServices services, Action<Session> forget)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Turns _digits = new();
    private bool _isMediaUp;
    private bool _wasAnswered;
    private long _began;

    public string Id => id;

    public Account Account => account;

    protected ConnectionServices Services => services;

    protected Turns Turns { get; } = new();

    protected SessionState State
    {
        get;
        set
        {
            field = value;
            _wasAnswered |= IsAnswered;
        }
    } = SessionState.Connecting;

    /// <summary>The media; there from the first offer on.</summary>
    protected IMediaRelay Media { get; set; } = null!;

    /// <summary>The SIP call; <c>null</c> before it is made.</summary>
    protected ISipCall? Call { get; set; }

    /// <summary>Completes when the call is over for the browser.</summary>
    protected Task Ended => _ended.Task;

    protected bool IsOver => State == SessionState.Terminated;

    private bool IsAnswered => State is SessionState.Accepted or SessionState.Established or SessionState.LocalUpdating or SessionState.RemoteUpdating;

    /// <summary>Carries out a request of the browser.</summary>
    public Task HandleAsync(SessionRequest request, Reply reply) => request switch
    {
        SessionDtmfInfoRequest digits => DialAsync(digits, reply),
        _ => Turns.Take(() => HandleInTurnAsync(request, reply)),
    };

    /// <summary>Ends the call because its browser or account goes.</summary>
    public void Abandon() => End(IsAnswered ? "200 to BYE" : GivenUpReason);

    /// <summary>Caller and callee, for the log.</summary>
    protected abstract (string Caller, string Callee) Parties { get; }

    /// <summary>How long this side waits before it offers again after both sides did at once (RFC 3261 section 14.1).</summary>
    protected abstract TimeSpan GlareDelay { get; }

    /// <summary>Reason reported when the call is ended unanswered by this side going away.</summary>
    protected abstract string GivenUpReason { get; }

    protected abstract Task AnswerAsync(SessionAnswerRequest request, Reply reply);

    /// <summary>The browser ends the call; its end is reported when the other side knows.</summary>
    protected abstract void Terminate();

    /// <summary>Progress and answer; what both directions have in common has been taken out.</summary>
    protected abstract Task OnCallEventAsync(CallEvent happened);

    protected void Send(ServerMessage message)
    {
        if (!IsOver)
        {
            services.Send(message);
        }
    }

    /// <summary>Follows call and media from now on.</summary>
    protected void Follow()
    {
        _began = services.Context.Time.GetTimestamp();
        var (caller, callee) = Parties;
        services.Context.Logger.LogCallBegins(Call!.CallId, caller, callee, id);
        _ = FollowCallAsync(Call!);
        _ = FollowMediaAsync();
    }

    /// <summary>Reports <c>established</c> as soon as the call is answered and the browser's media path is up.</summary>
    protected void CheckEstablished()
    {
        if (_isMediaUp && State == SessionState.Accepted)
        {
            State = SessionState.Established;
            Send(new SessionEstablished(Id));
        }
    }

    /// <summary>Ends the call at once on both sides.</summary>
    protected void End(string reason, int statusCode = 480)
    {
        var call = Call;
        Finish(reason);
        _ = call?.EndAsync(statusCode);
    }

    /// <summary>The call is over: tells the browser and lets go of everything.</summary>
    protected void Finish(string reason)
    {
        if (!IsOver)
        {
            Send(new SessionTerminated(Id, reason));
            if (_began != 0)
            {
                var (caller, callee) = Parties;
                var seconds = (long)services.Context.Time.GetElapsedTime(_began).TotalSeconds;
                services.Context.Logger.LogCallEnded(Call!.CallId, caller, callee, seconds, _wasAnswered, reason);
            }

            Discard();
        }
    }

    /// <summary>Lets go of everything without a word.</summary>
    protected void Discard()
    {
        State = SessionState.Terminated;
        forget(this);
        _ended.TrySetResult();
        _ = Media?.DisposeAsync().AsTask();
    }

    protected static string ReasonOf(CallEnded end) => (end.WasEstablished, end.By) switch
    {
        (true, CallEndedBy.Local) => "200 to BYE",
        (true, CallEndedBy.Remote) => "200 Session Terminated",
        _ => $"{end.StatusCode} {end.Phrase}".TrimEnd(),
    };

    /// <summary>A state as the error texts name it.</summary>
    protected string StateName => State switch
    {
        SessionState.EarlyMedia => "early_media",
        SessionState.LocalUpdating => "local-updating",
        SessionState.RemoteUpdating => "remote-updating",
        _ => State.ToString().ToLowerInvariant(),
    };

    private Task HandleInTurnAsync(SessionRequest request, Reply reply)
    {
        if (IsOver)
        {
            throw new RequestException($"Unknown session {Id}");
        }

        switch (request)
        {
            case SessionAnswerRequest answer:
                return AnswerAsync(answer, reply);
            case SessionTrickleRequest trickle:
                Trickle(trickle);
                return Task.CompletedTask;
            case SessionTerminateRequest:
                reply.Ack();
                Terminate();
                return Task.CompletedTask;
            case SessionUpdateRequest update:
                return UpdateAsync(update, reply);
            case SessionMessageRequest message:
                SendMessage(message, reply);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException();
        }
    }

    private void Trickle(SessionTrickleRequest request)
    {
        foreach (var candidate in request.Candidates.DefaultIfEmpty(""))
        {
            Media.AddRemoteCandidate(MediaSide.A, candidate);
        }
    }

    /// <summary>Sends the digits one after the other, after those that are still being sent.</summary>
    private Task DialAsync(SessionDtmfInfoRequest request, Reply reply)
    {
        if (State != SessionState.EarlyMedia && !IsAnswered)
        {
            throw new RequestException($"Invalid state session {Id}: {StateName} for DTMF info");
        }

        reply.Ack();
        return _digits.Take(() => DialogRequests.DialAsync(Call!, request, Services.Context.Time));
    }

    private void SendMessage(SessionMessageRequest request, Reply reply)
    {
        if (State is not (SessionState.Established or SessionState.LocalUpdating or SessionState.RemoteUpdating))
        {
            throw new RequestException($"Invalid state session {Id}: {StateName} for sending messages");
        }

        var message = DialogRequests.Check(request);
        reply.Ack();
        _ = SendMessageAsync(message);
    }

    private async Task SendMessageAsync(SessionMessageRequest message)
    {
        var response = await DialogRequests.SendAsync(Call!, Account.Identity, message);
        Send(new SessionDisposition(Id, message.MessageId, message.Timestamp, response.IsSuccess ? "accepted" : "failed", response.StatusCode, response.ReasonPhrase));
    }

    private async Task FollowCallAsync(ISipCall call)
    {
        await foreach (var happened in call.Events.ReadAllAsync())
        {
            await Turns.Take(() => GuardAsync(() => OnAsync(happened)));
        }
    }

    private Task OnAsync(CallEvent happened)
    {
        switch (happened)
        {
            case CallOffered { Offer: var offer }:
                return OnOfferAsync(offer);
            case CallOfferCancelled { Offer: var offer }:
                return WithdrawAsync(offer);
            case CallRequest { Request: var request }:
                OnRequest(request);
                return Task.CompletedTask;
            default:
                return IsOver ? Task.CompletedTask : OnCallEventAsync(happened);
        }
    }

    private void OnRequest(ISipServerTransaction request)
    {
        request.Respond(200);
        if (DialogRequests.AsksForKeyFrame(request.Request))
        {
            Media.RequestKeyFrame(MediaSide.A);
        }
        else if (DialogRequests.ReadMessage(request.Request, Call!.Remote, Services.Context.Time) is { } message)
        {
            Send(new SessionMessageReceived(Id, message));
        }
    }

    private async Task FollowMediaAsync()
    {
        await foreach (var happened in Media.Events.ReadAllAsync())
        {
            switch (happened)
            {
                case MediaEstablished { Side: MediaSide.A }:
                    _isMediaUp = true;
                    CheckEstablished();
                    break;
                case MediaFailed failed when !IsOver:
                    Services.Context.Logger.LogMediaFailed(Call!.CallId, failed.Detail);
                    End(MediaReason.Of(failed.Failure));
                    break;
                case MediaKeyFrameNeeded { Side: MediaSide.B } when IsAnswered:
                    _ = DialogRequests.AskForKeyFrameAsync(Call!);
                    break;
            }
        }
    }

    /// <summary>A fault in handling one call ends that call.</summary>
    private async Task GuardAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (MediaException e)
        {
            End($"{e.StatusCode} {SipStatus.ReasonPhrase(e.StatusCode)}", e.StatusCode);
        }
#pragma warning disable CA1031 // Whatever it is, it is one call's and not the connection's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Services.Context.Logger.LogCallFailed(e, Call!.CallId);
            End("500 Server Internal Error", 500);
        }
    }
}
