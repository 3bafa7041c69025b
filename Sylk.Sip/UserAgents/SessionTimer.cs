using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>The session timer of a call (RFC 4028): finds out that the peer has vanished. A peer that knows no session
/// timers is asked all the same; then any answer will do as a sign of life.</summary>
internal sealed class SessionTimer(Call call)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(32), ShortestRetry = TimeSpan.FromSeconds(10);
    private TimeSpan _interval = call.Layer.Timers.SessionInterval, _minimum;
    private IDisposable? _next;
    private long _expiresAt;
    private bool _isRefresher = true, _isAgreed, _isRefreshing, _isRunning;

    /// <summary>422 to a session refresh request whose interval is too short (section 9), or <c>null</c>.</summary>
    public static SipResponse? RefusalOf(SipRequest request, SipTimers timers)
    {
        if (SessionExpires.Of(request) is not { } asked || asked.Interval >= timers.MinSessionInterval || !Supports(request))
        {
            return null;
        }

        var refusal = request.CreateResponse(422);
        SessionExpires.SetMinimum(refusal, timers.MinSessionInterval);
        return refusal;
    }

    /// <summary>Writes into a session refresh request of ours what we ask for (section 7.1).</summary>
    public void Ask(SipRequest request)
    {
        if (_interval == TimeSpan.Zero)
        {
            return;
        }

        var refresher = !_isRunning ? null : _isRefresher ? SessionExpires.Uac : SessionExpires.Uas;
        new SessionExpires(_interval, refresher).Write(request);
        if (_minimum > TimeSpan.Zero)
        {
            SessionExpires.SetMinimum(request, _minimum);
        }
    }

    /// <summary>A session refresh request of ours was accepted (section 7.2).</summary>
    public void OnAccepted(SipRequest request, SipResponse success)
    {
        _minimum = SessionExpires.MinimumOf(request);
        var agreed = SessionExpires.Of(success);
        _isAgreed = agreed is not null;
        _isRefresher = agreed?.Refresher != SessionExpires.Uas;
        Start(agreed?.Interval ?? SessionExpires.Of(request)?.Interval ?? _interval);
    }

    /// <summary>Accepts a session refresh request of the peer: writes into the 2xx what holds now (section 9).</summary>
    public void Accept(SipRequest request, SipResponse success)
    {
        var asked = SessionExpires.Of(request);
        var ours = call.Layer.Timers.SessionInterval;
        if (asked is null && ours == TimeSpan.Zero)
        {
            Stop();
            return;
        }

        _isAgreed = Supports(request);
        _isRefresher = !_isAgreed || (asked?.Refresher ?? (_isRefresher ? SessionExpires.Uas : SessionExpires.Uac)) != SessionExpires.Uac;
        _minimum = SessionExpires.MinimumOf(request);
        var interval = asked is { } theirs && (theirs.Interval < ours || ours == TimeSpan.Zero) ? theirs.Interval : ours;
        Start(interval < _minimum ? _minimum : interval);
        new SessionExpires(_interval, _isRefresher ? SessionExpires.Uas : SessionExpires.Uac).Write(success);
        if (_isAgreed)
        {
            success.Headers.Add("Require", SessionExpires.OptionTag);
        }
    }

    public void Stop()
    {
        _isRunning = false;
        _next?.Dispose();
    }

    private static bool Supports(SipRequest request) =>
        request.HasOption("Supported", SessionExpires.OptionTag) || request.HasOption("Require", SessionExpires.OptionTag);

    private void Start(TimeSpan interval)
    {
        Stop();
        if (interval == TimeSpan.Zero || call.IsEnded)
        {
            return;
        }

        // Nobody may make us refresh without pause.
        _interval = interval < call.Layer.Timers.MinSessionInterval ? call.Layer.Timers.MinSessionInterval : interval;
        _isRunning = true;
        var margin = _interval / 3 < LongestMargin ? _interval / 3 : LongestMargin;
        var life = _interval - margin;
        var time = call.Layer.Loop.Time;
        _expiresAt = time.GetTimestamp() + (long)(life.TotalSeconds * time.TimestampFrequency);
        _next = _isRefresher ? call.Layer.Loop.Schedule(_interval / 2, Refresh) : call.Layer.Loop.Schedule(life, Expire);
    }

    private void Refresh()
    {
        // If this try brings nothing, the next one comes half way to the end.
        var left = call.Layer.Loop.Time.GetElapsedTime(call.Layer.Loop.Time.GetTimestamp(), _expiresAt);
        _next = left > ShortestRetry ? call.Layer.Loop.Schedule(left / 2, Refresh) : call.Layer.Loop.Schedule(left, Expire);
        if (!_isRefreshing)
        {
            _isRefreshing = true;
            call.Refresh(OnFinal);
        }
    }

    private void OnFinal(SipResponse response)
    {
        _isRefreshing = false;

        // A response without Via was made here: nobody has answered.
        if (_isRunning && !_isAgreed && !response.IsSuccess && response.Via is not null)
        {
            Start(_interval);
        }
    }

    private void Expire() => call.Bye(new(CallEndedBy.Failure, 408, "Session Expired", null, true), "SIP;cause=408;text=\"Session Expired\"");
}
