using System.Globalization;
using System.Security.Cryptography;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>Reliable provisional responses (RFC 3262 section 3), one after the other.</summary>
internal sealed class ReliableProvisional(UserAgentLayer layer, IServerTransaction transaction, Action failed)
{
    private readonly Queue<SipResponse> _waiting = new();
    private int _sequence = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
    private IDisposable? _repeat, _limit;
    private SipResponse? _current;
    private Action? _deferred;

    public void Send(SipResponse response)
    {
        response.Headers.Add("Require", UserAgentLayer.Reliable);
        _waiting.Enqueue(response);
        if (_current is null)
        {
            SendNext();
        }
    }

    /// <summary>Keeps an action until what carries SDP has been acknowledged.</summary>
    /// <returns>False if nothing of that kind waits.</returns>
    public bool TryDefer(Action action)
    {
        if (_current is null || (_current.Body.IsEmpty && _waiting.All(r => r.Body.IsEmpty)))
        {
            return false;
        }

        _deferred = action;
        return true;
    }

    /// <summary>A PRACK arrived.</summary>
    /// <returns>False if it is for nothing that waits.</returns>
    public bool TryAcknowledge(SipRequest prack)
    {
        if (_current is null || prack.Headers["RAck"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var sequence, .. var cseq]
            || sequence != _current.Headers["RSeq"] || string.Join(' ', cseq) != _current.CSeq.ToString())
        {
            return false;
        }

        Stop();
        _current = null;
        return true;
    }

    /// <summary>Goes on after a PRACK: with the next response, and with what was deferred.</summary>
    public void Resume()
    {
        if (_current is null)
        {
            SendNext();
        }

        var deferred = _deferred;
        _deferred = null;
        deferred?.Invoke();
    }

    public void Stop()
    {
        _repeat?.Dispose();
        _limit?.Dispose();
    }

    private void SendNext()
    {
        if (_waiting.TryDequeue(out _current))
        {
            _current.Headers.Add("RSeq", (++_sequence).ToString(CultureInfo.InvariantCulture));
            _limit = layer.Loop.Schedule(layer.Timers.Timeout, OnLimit);
            Repeat(layer.Timers.T1);
        }
    }

    private void Repeat(TimeSpan interval)
    {
        transaction.Respond(_current!);
        _repeat = layer.Loop.Schedule(interval, () => Repeat(interval * 2));
    }

    private void OnLimit()
    {
        Stop();
        failed();
    }
}
