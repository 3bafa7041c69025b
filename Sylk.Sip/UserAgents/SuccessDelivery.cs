using Sylk.Abstractions.Sip;
using Sylk.Sip.Transactions;

namespace Sylk.Sip.UserAgents;

/// <summary>Repeats a 2xx to an INVITE until it is acknowledged (RFC 3261 section 13.3.1.4).</summary>
internal sealed class SuccessDelivery
{
    private readonly UserAgentLayer _layer;
    private readonly IServerTransaction _transaction;
    private readonly SipResponse _response;
    private readonly IDisposable _limit;
    private IDisposable _repeat;
    private TimeSpan _interval;

    public SuccessDelivery(UserAgentLayer layer, IServerTransaction transaction, SipResponse response, Action failed)
    {
        (_layer, _transaction, _response, _interval) = (layer, transaction, response, layer.Timers.T1);
        transaction.Respond(response);
        _repeat = layer.Loop.Schedule(_interval, Repeat);
        _limit = layer.Loop.Schedule(layer.Timers.Timeout, () =>
        {
            Stop();
            failed();
        });
    }

    public void Stop()
    {
        _repeat.Dispose();
        _limit.Dispose();
    }

    private void Repeat()
    {
        _transaction.Respond(_response);
        _interval = _interval * 2 > _layer.Timers.T2 ? _layer.Timers.T2 : _interval * 2;
        _repeat = _layer.Loop.Schedule(_interval, Repeat);
    }
}
