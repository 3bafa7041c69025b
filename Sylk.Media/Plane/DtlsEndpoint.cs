using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;

namespace Sylk.Media.Plane;

/// <summary>Runs the DTLS associations of one transport, one after the other, on a loop: timers, and what their end means.</summary>
internal sealed class DtlsEndpoint : IDisposable
{
    private readonly MediaLoop _loop;
    private readonly DtlsContext _context;
    private readonly IDtlsOwner _owner;
    private readonly TimeSpan _limit;
    private readonly WheelTimer _timer;
    private DtlsConnection? _connection;
    private DtlsPlan? _plan;
    private long _giveUpAt;
    private DtlsState _reported;

    public DtlsEndpoint(MediaLoop loop, DtlsContext context, TimeSpan limit, IDtlsOwner owner)
    {
        _loop = loop;
        _context = context;
        _limit = limit;
        _owner = owner;
        _timer = new WheelTimer(OnTimer);
    }

    /// <summary>Takes a new plan.</summary>
    /// <returns>Whether the association at hand does not fit it and was given up (RFC 8842 section 4: another role, or a
    /// certificate that the new fingerprints do not name).</returns>
    public bool SetPlan(DtlsPlan plan)
    {
        var fits = _plan is null || (plan.IsClient == _plan.IsClient && Fits(plan));
        _plan = plan;
        if (fits)
        {
            return false;
        }
        Drop();
        return true;
    }

    /// <summary>The path to the peer is open: a client begins, a server waits for at most the limit.</summary>
    public void Start()
    {
        if (_connection is not null || _plan is null)
        {
            return;
        }
        _giveUpAt = _loop.Now + (long)_limit.TotalMicroseconds;
        _reported = DtlsState.Handshaking;
        _connection = new DtlsConnection(_context, _plan, _owner);
        _connection.Start();
        Settle();
    }

    /// <summary>Takes a datagram from an address that was proved.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        Start();
        _connection?.Receive(datagram);
        Settle();
    }

    /// <summary>Says goodbye and frees everything.</summary>
    public void Dispose()
    {
        _connection?.Close();
        Drop();
    }

    private bool Fits(DtlsPlan plan) => _connection?.State switch
    {
        null => true,
        DtlsState.Connected => DtlsFingerprint.Matches(_connection.PeerCertificate.Span, plan.RemoteFingerprints),
        DtlsState.Handshaking => plan.RemoteFingerprints.Select(fingerprint => fingerprint.HashValue)
            .SequenceEqual(_plan!.RemoteFingerprints.Select(fingerprint => fingerprint.HashValue)),
        _ => false,
    };

    private void Drop()
    {
        _loop.Timers.Cancel(_timer);
        _connection?.Dispose();
        _connection = null;
    }

    private void OnTimer(long now)
    {
        _connection?.HandleTimeout();
        Settle();
    }

    private void Settle()
    {
        if (_connection is null || _reported == DtlsState.Failed)
        {
            return;
        }
        if (_connection.State == DtlsState.Handshaking)
        {
            var left = TimeSpan.FromMicroseconds(_giveUpAt - _loop.Now);
            if (left <= TimeSpan.Zero)
            {
                End(MediaFailure.DtlsFailed, "the handshake did not end in time");
                return;
            }
            var wait = _connection.TimeToTimeout is { } timeout && timeout < left ? timeout : left;
            _loop.Timers.Schedule(_timer, _loop.Now + (long)wait.TotalMicroseconds);
            return;
        }
        if (_connection.State == _reported)
        {
            return;
        }
        _reported = _connection.State;
        _loop.Timers.Cancel(_timer);
        switch (_reported)
        {
            case DtlsState.Connected:
                _owner.OnKeys(_connection.Keys!);
                break;
            case DtlsState.Closed:
                End(MediaFailure.DtlsClosed, "the peer closed the association");
                break;
            default:
                End(MediaFailure.DtlsFailed, _connection.Failure ?? "unknown");
                break;
        }
    }

    private void End(MediaFailure failure, string detail)
    {
        _loop.Timers.Cancel(_timer);
        _reported = DtlsState.Failed;
        _owner.OnDtlsEnded(failure, detail);
    }
}
