using System.Buffers.Binary;

namespace Sylk.Media.Rtp;

/// <summary>Reads digits out of telephone-event packets (RFC 4733 section 2.5): many packets, one digit, told when it ends.</summary>
/// <param name="report">Is given each digit and how long it was pressed.</param>
internal sealed class DigitDetector(Action<char, TimeSpan> report)
{
    private const string Digits = "0123456789*#ABCD";
    private const int PayloadLength = 4;
    private const byte EndBit = 0x80;

    // The sender repeats an event at least every 50 ms while it lasts.
    private const long Silence = 500_000;

    private byte _event;
    private uint _timestamp;
    private long _finishedSegments;
    private ushort _duration;
    private int _clockRate;
    private long _lastPacket;
    private bool _isPending;
    private bool _hasBegun;

    /// <summary>Takes the payload of a packet.</summary>
    /// <param name="timestamp">Of its header: the beginning of the event, or of a segment of a long one.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="clockRate">Ticks a second of timestamp and duration.</param>
    /// <param name="now">Microseconds of the loop.</param>
    public void Add(uint timestamp, ReadOnlySpan<byte> payload, int clockRate, long now)
    {
        if (payload.Length < PayloadLength || (_hasBegun && (int)(timestamp - _timestamp) < 0))
        {
            return;
        }
        if (!_hasBegun || timestamp != _timestamp)
        {
            Begin(timestamp, payload[0], clockRate);
        }
        _lastPacket = now;
        _duration = Math.Max(_duration, BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        if ((payload[1] & EndBit) != 0)
        {
            Finish();
        }
    }

    /// <summary>Ends an event whose last packets were lost.</summary>
    public void Expire(long now)
    {
        if (_isPending && now - _lastPacket > Silence)
        {
            Finish();
        }
    }

    private void Begin(uint timestamp, byte @event, int clockRate)
    {
        if (_isPending && @event == _event && timestamp == _timestamp + ushort.MaxValue)
        {
            // The next segment of an event too long for one (section 2.5.1.3).
            _finishedSegments += ushort.MaxValue;
        }
        else
        {
            Finish();
            _event = @event;
            _finishedSegments = 0;
            _isPending = true;
        }
        _hasBegun = true;
        _timestamp = timestamp;
        _clockRate = clockRate;
        _duration = 0;
    }

    private void Finish()
    {
        if (_isPending && _event < Digits.Length)
        {
            report(Digits[_event], TimeSpan.FromSeconds((double)(_finishedSegments + _duration) / _clockRate));
        }
        _isPending = false;
    }
}
