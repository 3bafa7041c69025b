namespace Sylk.Media.Rtp;

/// <summary>Numbers the packets of an outgoing stream. While one source feeds it they keep the distance they had; when another
/// source takes over, sequence numbers and timestamps go on as if it had been one (RFC 3550 section 7.1, translators).</summary>
internal sealed class SourceMapping
{
    private const long MicrosecondsPerSecond = 1_000_000;

    // Late packets of a former source must not switch the stream back.
    private const long SilenceBeforeReturn = 500_000;

    private RtpSource? _source;
    private int _epoch;
    private ushort _sequenceOffset;
    private uint _timestampOffset;
    private ushort _highestSequence;
    private uint _lastTimestamp;
    private long _lastTime;

    /// <summary>The source that feeds the stream.</summary>
    public RtpSource? Source => _source;

    /// <summary>What is added to the source's timestamps.</summary>
    public uint TimestampOffset => _timestampOffset;

    /// <summary>Numbers a packet; <c>false</c> for one of a source that no longer feeds the stream.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="header">Its header.</param>
    /// <param name="clockRate">Of its codec.</param>
    /// <param name="now">Microseconds of the loop.</param>
    /// <param name="sequenceNumber">Number to send.</param>
    /// <param name="timestamp">Timestamp to send.</param>
    public bool TryMap(
        RtpSource source, in RtpHeader header, int clockRate, long now, out ushort sequenceNumber, out uint timestamp)
    {
        if ((source != _source || source.Epoch != _epoch) && !TrySwitch(source, header, clockRate, now))
        {
            sequenceNumber = 0;
            timestamp = 0;
            return false;
        }
        sequenceNumber = (ushort)(header.SequenceNumber + _sequenceOffset);
        timestamp = header.Timestamp + _timestampOffset;
        if (SequenceNumbers.IsAhead(sequenceNumber, _highestSequence))
        {
            _highestSequence = sequenceNumber;
            _lastTimestamp = timestamp;
            _lastTime = now;
        }
        return true;
    }

    private bool TrySwitch(RtpSource source, in RtpHeader header, int clockRate, long now)
    {
        if (_source is null)
        {
            _highestSequence = (ushort)(header.SequenceNumber - 1);
        }
        else
        {
            if (source.Order < _source.Order && now - _source.LastArrival < SilenceBeforeReturn)
            {
                return false;
            }
            var elapsed = (uint)Math.Max(1, (now - _lastTime) * clockRate / MicrosecondsPerSecond);
            _sequenceOffset = (ushort)(_highestSequence + 1 - header.SequenceNumber);
            _timestampOffset = _lastTimestamp + elapsed - header.Timestamp;
        }
        _source = source;
        _epoch = source.Epoch;
        return true;
    }
}
