using System.Globalization;
using System.Security.Cryptography;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>Reliable provisional responses (RFC 3262 section 3), one after the other.</summary>
internal sealed class ReliableProvisional(UserAgentLayer layer, IServerTransaction transaction)
{
    private readonly Queue<SipResponse> _waiting = new();
    private int _sequence = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
    private IDisposable? _repeat;
    private SipResponse? _current;

    public void Send(SipResponse response)
    {
        response.Headers.Add("Require", "100rel");
        _waiting.Enqueue(response);
        if (_current is null)
        {
            SendNext();
        }
    }

    /// <summary>A PRACK arrived.</summary>
    /// <returns>False if it is for nothing that waits.</returns>
    public bool TryAcknowledge(SipRequest prack)
    {
        var parts = prack.Headers["RAck"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_current is null || parts is not [var sequence, ..] || sequence != _current.Headers["RSeq"])
        {
            return false;
        }

        _repeat?.Dispose();
        SendNext();
        return true;
    }

    public void Stop()
    {
        _repeat?.Dispose();
        _waiting.Clear();
    }

    private void SendNext()
    {
        if (_waiting.TryDequeue(out _current))
        {
            _current.Headers.Add("RSeq", (++_sequence).ToString(CultureInfo.InvariantCulture));
            Repeat(layer.Timers.T1);
        }
    }

    private void Repeat(TimeSpan interval)
    {
        transaction.Respond(_current!);
        // Given up after 64*T1 (section 3): the call itself then ends by its own timers.
        _repeat = interval < layer.Timers.Timeout ? layer.Loop.Schedule(interval, () => Repeat(interval * 2)) : null;
    }
}
