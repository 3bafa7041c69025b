namespace Sylk.Media.Rtp;

/// <summary>The gaps in what a source sends, and when to ask for what is missing. Bounded: of a hole too wide to be filled
/// nothing is asked.</summary>
internal sealed class MissingPackets
{
    public const int Capacity = 128;
    private const int MaxAsks = 10;

    // Packets that overtake each other are not lost.
    private const long ReorderingTime = 10_000;

    private Entry[] _entries = [];
    private int _count;
    private ushort _highest;
    private bool _isStarted;

    public bool IsEmpty => _count == 0;

    /// <summary>When the next one is to be asked for, microseconds of the loop.</summary>
    public long NextAsk
    {
        get
        {
            var next = long.MaxValue;
            for (var i = 0; i < _count; i++)
            {
                next = Math.Min(next, _entries[i].AskAt);
            }
            return next;
        }
    }

    /// <summary>Begins anew, with another source or other numbers.</summary>
    public void Clear()
    {
        _count = 0;
        _isStarted = false;
    }

    /// <summary>Notes a packet that came.</summary>
    /// <returns><c>false</c> if so many are missing before it that they are given up.</returns>
    public bool Add(ushort sequenceNumber, long now)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            _highest = sequenceNumber;
            return true;
        }
        var distance = SequenceNumbers.Distance(sequenceNumber, _highest);
        if (distance <= 0)
        {
            Remove(sequenceNumber);
            return true;
        }
        var fits = _count + distance - 1 <= Capacity;
        if (!fits)
        {
            _count = 0;
        }
        else if (distance > 1)
        {
            if (_entries.Length == 0)
            {
                _entries = new Entry[Capacity];
            }
            for (var i = 1; i < distance; i++)
            {
                _entries[_count++] = new((ushort)(_highest + i), now + ReorderingTime, 0);
            }
        }
        _highest = sequenceNumber;
        return fits;
    }

    /// <summary>Collects what is to be asked for now, in order.</summary>
    /// <param name="now">Microseconds of the loop.</param>
    /// <param name="interval">When to ask again, microseconds.</param>
    /// <param name="due">Room for <see cref="Capacity"/> numbers.</param>
    /// <param name="count">How many were put there.</param>
    /// <returns><c>false</c> if some were asked for so often that they are given up.</returns>
    public bool TakeDue(long now, long interval, Span<ushort> due, out int count)
    {
        count = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            if (entry.AskAt <= now)
            {
                if (entry.Asks == MaxAsks)
                {
                    continue;
                }
                due[count++] = entry.SequenceNumber;
                entry = entry with { AskAt = now + interval, Asks = entry.Asks + 1 };
            }
            _entries[kept++] = entry;
        }
        var gaveUp = kept < _count;
        _count = kept;
        return !gaveUp;
    }

    private void Remove(ushort sequenceNumber)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_entries[i].SequenceNumber == sequenceNumber)
            {
                _count--;
                Array.Copy(_entries, i + 1, _entries, i, _count - i);
                return;
            }
        }
    }

    private readonly record struct Entry(ushort SequenceNumber, long AskAt, int Asks);
}
