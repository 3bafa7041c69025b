using System.Buffers.Binary;

namespace Sylk.Media.Rtcp;

/// <summary>When the packets of a transport came, for transport-wide congestion control
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).</summary>
internal sealed class TransportArrivals
{
    private const int Capacity = 1024;

    /// <summary>A later packet with a lower number is told again with those after it.</summary>
    private const int MaxLate = 256;
    private const int MaxStatuses = 350;
    private const int StatusesPerChunk = 7;
    private const int FixedLength = 8;
    private const long TickMicroseconds = 250;
    private const int TicksPerReferenceUnit = 256;
    private const ushort TwoBitVector = 0xC000;
    private const int SmallDelta = 1;
    private const int LargeDelta = 2;

    private readonly long[] _arrivals = new long[Capacity];
    private long _next;
    private long _highest = -1;
    private byte _feedbackCount;

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => _highest >= _next;

    public void Add(ushort sequenceNumber, long now)
    {
        var number = _highest < 0 ? 0x1_0000L + sequenceNumber : _highest + (short)(sequenceNumber - (ushort)_highest);
        if (_highest < 0 || number - _highest >= Capacity || _highest - number >= Capacity)
        {
            Array.Clear(_arrivals);
            _next = _highest = number;
        }
        for (; _highest < number; _highest++)
        {
            _arrivals[(_highest + 1) % Capacity] = 0;
        }
        _arrivals[number % Capacity] = Math.Max(1, now);
        if (number < _next && _next - number <= MaxLate)
        {
            _next = number;
        }
    }

    /// <summary>Writes the body of a feedback packet: what has come since the last one, as far as it fits.</summary>
    /// <returns>Its length, without padding.</returns>
    public int WriteFeedback(Span<byte> body)
    {
        while (_arrivals[_next % Capacity] == 0)
        {
            if (_highest - _next < MaxStatuses)
            {
                break;
            }
            _next++;
        }
        var first = _next;
        while (_arrivals[first % Capacity] == 0)
        {
            first++;
        }
        var reference = _arrivals[first % Capacity] / TickMicroseconds / TicksPerReferenceUnit;
        var count = CountThatFits(reference * TicksPerReferenceUnit);
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)_next);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], ((uint)reference << 8) | _feedbackCount++);
        var deltas = FixedLength + (2 * ((count + StatusesPerChunk - 1) / StatusesPerChunk));
        body[FixedLength..deltas].Clear();
        var length = deltas;
        var previous = reference * TicksPerReferenceUnit;
        for (var i = 0; i < count; i++)
        {
            var chunk = body[(FixedLength + (2 * (i / StatusesPerChunk)))..];
            var bits = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(chunk) | TwoBitVector);
            var arrival = _arrivals[(_next + i) % Capacity];
            if (arrival != 0)
            {
                var ticks = arrival / TickMicroseconds;
                var delta = ticks - previous;
                previous = ticks;
                var status = delta is >= 0 and <= byte.MaxValue ? SmallDelta : LargeDelta;
                bits |= (ushort)(status << (2 * (StatusesPerChunk - 1 - (i % StatusesPerChunk))));
                if (status == SmallDelta)
                {
                    body[length] = (byte)delta;
                }
                else
                {
                    BinaryPrimitives.WriteInt16BigEndian(body[length..], (short)delta);
                }
                length += status;
            }
            BinaryPrimitives.WriteUInt16BigEndian(chunk, bits);
        }
        _next += count;
        return length;
    }

    /// <summary>How many can be told before the time between two of them is too long for a delta.</summary>
    private int CountThatFits(long previous)
    {
        var limit = (int)Math.Min(MaxStatuses, _highest - _next + 1);
        for (var i = 0; i < limit; i++)
        {
            var arrival = _arrivals[(_next + i) % Capacity];
            if (arrival == 0)
            {
                continue;
            }
            var ticks = arrival / TickMicroseconds;
            if (ticks - previous is < short.MinValue or > short.MaxValue)
            {
                return i;
            }
            previous = ticks;
        }
        return limit;
    }
}
