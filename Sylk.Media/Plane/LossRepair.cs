using Sylk.Media.Rtp;

namespace Sylk.Media.Plane;

/// <summary>Asks the sender of a stream again for what was lost on the way here (RFC 4585 section 6.2.1), so that it need not
/// be asked for by a peer that cannot, or from further away. Of what stays away a key frame is the remedy.</summary>
internal sealed class LossRepair : IDisposable
{
    private const long MinInterval = 20 * MediaClock.MicrosecondsPerMillisecond;
    private const long MaxInterval = 200 * MediaClock.MicrosecondsPerMillisecond;
    private const long UsualInterval = 50 * MediaClock.MicrosecondsPerMillisecond;

    private readonly PlaneSession _session;
    private readonly LegStream _stream;
    private readonly WheelTimer _timer;
    private readonly MissingPackets _missing = new();
    private RtpSource? _source;
    private int _epoch;

    public LossRepair(PlaneSession session, LegStream stream)
    {
        _session = session;
        _stream = stream;
        _timer = new WheelTimer(Ask);
    }

    /// <summary>Notes a packet that came, the first time or repeated.</summary>
    public void Note(RtpSource source, ushort sequenceNumber, long now)
    {
        if (source != _source || source.Epoch != _epoch)
        {
            if (source.Order < _source?.Order)
            {
                return;
            }
            _source = source;
            _epoch = source.Epoch;
            _missing.Clear();
        }
        if (!_missing.Add(sequenceNumber, now))
        {
            _stream.RequestKeyFrame(now);
        }
        Schedule();
    }

    public void Dispose() => _session.Loop.Timers.Cancel(_timer);

    private void Ask(long now)
    {
        var interval = _stream.Sender.RoundTripTime is { } roundTrip
            ? Math.Clamp((long)roundTrip.TotalMicroseconds, MinInterval, MaxInterval)
            : UsualInterval;
        Span<ushort> due = stackalloc ushort[MissingPackets.Capacity];
        var complete = _missing.TakeDue(now, interval, due, out var count);
        if (count > 0)
        {
            _stream.Transport.Rtcp.SendNack(_stream, _source!.Ssrc, due[..count]);
        }
        if (!complete)
        {
            _stream.RequestKeyFrame(now);
        }
        Schedule();
    }

    private void Schedule()
    {
        if (!_timer.IsSet && !_missing.IsEmpty)
        {
            _session.Loop.Timers.Schedule(_timer, _missing.NextAsk);
        }
    }
}
