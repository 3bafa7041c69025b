using Sylk.Media.Srtp;

namespace Sylk.Media.Rtp;

/// <summary>Loss and jitter of one source (RFC 3550 appendices A.1, A.3 and A.8), and the detection of duplicates.</summary>
internal sealed class ReceptionStatistics
{
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 1000;
    private const long MicrosecondsPerSecond = 1_000_000;

    private ReplayWindow _window;
    private ulong _first;
    private ushort _restartCandidate;
    private bool _hasRestartCandidate;
    private long _received;
    private long _expectedAtReport;
    private long _receivedAtReport;
    private uint _lastTransit;
    private bool _hasTransit;
    private uint _jitterTimes16;

    /// <summary>Extended highest sequence number: cycles above, number below.</summary>
    public uint ExtendedHighest => (uint)_window.Highest;

    public long Received => _received;

    /// <summary>Packets lost for good, never negative.</summary>
    public long Lost => Math.Max(0, Expected - _received);

    /// <summary>In units of the RTP clock.</summary>
    public uint Jitter => _jitterTimes16 >> 4;

    private long Expected => _window.IsStarted ? (long)(_window.Highest - _first) + 1 : 0;

    /// <summary>Notes a packet.</summary>
    /// <param name="sequenceNumber">Its sequence number.</param>
    public RtpArrival Add(ushort sequenceNumber)
    {
        if (!_window.IsStarted)
        {
            Start(sequenceNumber);
            return RtpArrival.New;
        }
        var distance = SequenceNumbers.Distance(sequenceNumber, (ushort)_window.Highest);
        if (distance is > MaxDropout or < -MaxMisorder)
        {
            if (_hasRestartCandidate && sequenceNumber == _restartCandidate)
            {
                Start(sequenceNumber);
                return RtpArrival.Restarted;
            }
            _hasRestartCandidate = true;
            _restartCandidate = (ushort)(sequenceNumber + 1);
            return RtpArrival.Suspicious;
        }
        _hasRestartCandidate = false;
        var index = PacketIndex.Estimate(_window.Highest, sequenceNumber);
        if (!_window.Accepts(index))
        {
            return RtpArrival.Duplicate;
        }
        _window.Add(index);
        _first = Math.Min(_first, index);
        _received++;
        return RtpArrival.New;
    }

    /// <summary>Notes when a packet came. Retransmitted packets, whose delay says nothing of the path, are left out.</summary>
    /// <param name="timestamp">RTP timestamp.</param>
    /// <param name="clockRate">Ticks a second of the timestamp.</param>
    /// <param name="now">Microseconds of the loop.</param>
    public void AddTransit(uint timestamp, int clockRate, long now)
    {
        var transit = (uint)(now * clockRate / MicrosecondsPerSecond) - timestamp;
        if (_hasTransit)
        {
            var difference = (uint)Math.Abs((long)(int)(transit - _lastTransit));
            _jitterTimes16 += difference - ((_jitterTimes16 + 8) >> 4);
        }
        _lastTransit = transit;
        _hasTransit = true;
    }

    /// <summary>Share of packets lost since the last call, as the 8 bit fraction of a report block.</summary>
    public byte TakeFractionLost()
    {
        var expected = Expected - _expectedAtReport;
        var lost = expected - (_received - _receivedAtReport);
        _expectedAtReport = Expected;
        _receivedAtReport = _received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(byte.MaxValue, (lost << 8) / expected);
    }

    private void Start(ushort sequenceNumber)
    {
        // One cycle up, so that packets from before the first one still have an index.
        _window = default;
        _first = 0x1_0000UL + sequenceNumber;
        _window.Add(_first);
        _received = 1;
        _expectedAtReport = _receivedAtReport = 0;
        _hasRestartCandidate = _hasTransit = false;
    }
}
