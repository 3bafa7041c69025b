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

    /// <summary>Ends the call because its browser or account goes.</summary>
    /// <param name="why">What has gone, for the log.</param>
    public void Abandon(string why) => End(IsAnswered ? "200 to BYE" : GivenUpReason, why: why);

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
    protected void End(string reason, int statusCode = 480, string? why = null)
    {
        var call = Call;
        Finish(reason, why);
        _ = call?.EndAsync(statusCode);
    }

    /// <summary>The call is over: tells the browser and lets go of everything.</summary>
    protected void Finish(string reason, string? why = null)
    {
        if (!IsOver)
        {
            Send(new SessionTerminated(Id, reason));
            if (_began != 0)
            {
                var (caller, callee) = Parties;
                var seconds = (long)services.Context.Time.GetElapsedTime(_began).TotalSeconds;
                services.Context.Logger.LogCallEnded(Call!.CallId, caller, callee, _wasAnswered ? "answered" : "unanswered", seconds, why ?? reason);
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
}
