namespace Sylk.Sip.Transports;

/// <summary>What a connection may take how long (<see cref="ConnectionLimits"/>). Safe for concurrent use.</summary>
internal sealed class ConnectionDeadlines
{
    private const long Never = 0;

    private readonly ConnectionLimits _limits;
    private readonly TimeProvider _time;
    private readonly bool _sendsPings;
    private readonly Lock _lock = new();
    private long _messageSince, _activeAt, _pingAt, _writingSince, _endingSince;
    private TimeSpan _linger;
    private bool _hadMessage, _awaitsPong, _peerPongs;

    public ConnectionDeadlines(ConnectionLimits limits, TimeProvider time, bool isOpenedByUs)
    {
        (_limits, _time, _sendsPings) = (limits, time, isOpenedByUs);
        _activeAt = _pingAt = Now;
        // Whoever connects has something to say.
        _messageSince = isOpenedByUs ? Never : Now;
        _hadMessage = isOpenedByUs;
    }

    public enum Verdict
    {
        Nothing,
        Ping,
        Close,
    }

    private long Now => _time.GetTimestamp();

    public void OnMessage()
    {
        lock (_lock)
        {
            _hadMessage = true;
            _messageSince = Never;
        }
    }

    public void OnReceived(bool isWithinMessage)
    {
        lock (_lock)
        {
            _activeAt = Now;
            if (!isWithinMessage)
            {
                _messageSince = _hadMessage ? Never : _messageSince;
            }
            else if (_messageSince == Never)
            {
                _messageSince = Now;
            }
        }
    }

    public void OnSent()
    {
        lock (_lock)
        {
            _activeAt = Now;
        }
    }

    public void OnWriting()
    {
        lock (_lock)
        {
            _writingSince = Now;
        }
    }

    public void OnEnding(TimeSpan linger)
    {
        lock (_lock)
        {
            _linger = linger;
            _endingSince = _endingSince == Never ? Now : _endingSince;
        }
    }

    /// <returns>False if no pong is awaited.</returns>
    public bool OnPong()
    {
        lock (_lock)
        {
            var awaited = _awaitsPong;
            _peerPongs |= awaited;
            _awaitsPong = false;
            return awaited;
        }
    }

    public Verdict Check(bool isWriting)
    {
        lock (_lock)
        {
            if (Passed(_endingSince, _linger) || Passed(_messageSince, _limits.MessageTimeout) || Passed(_activeAt, _limits.IdleTimeout)
                || (isWriting && Passed(_writingSince, _limits.MessageTimeout))
                || (_awaitsPong && _peerPongs && Passed(_pingAt, _limits.PongTimeout)))
            {
                return Verdict.Close;
            }

            if (!_sendsPings || !Passed(_pingAt, _limits.PingInterval))
            {
                return Verdict.Nothing;
            }

            _pingAt = Now;
            _awaitsPong = true;
            return Verdict.Ping;
        }
    }

    private bool Passed(long since, TimeSpan limit) => since != Never && _time.GetElapsedTime(since) > limit;
}
