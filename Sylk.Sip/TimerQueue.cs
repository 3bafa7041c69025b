namespace Sylk.Sip;

/// <summary>Actions ordered by the time they are due: a binary heap in which each entry knows its place, so that the many
/// timers that never fire leave at once and no garbage waits for its hour.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TimerQueue
{
    private Entry[] _heap = new Entry[64];
    private int _count;
    private long _sequence;

    public int Count => _count;

    /// <summary>When the first entry is due; <c>null</c> if there is none.</summary>
    public long? NextDue => _count == 0 ? null : _heap[0].Due;

    public IDisposable Add(long due, Action action)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        var entry = new Entry(this, due, _sequence++, action);
        Put(entry, _count++);
        MoveUp(entry);
        return entry;
    }

    /// <summary>Takes the first action that is due; those due at the same time come in the order they were added.</summary>
    public Action? TakeDue(long now)
    {
        if (_count == 0 || _heap[0].Due > now)
        {
            return null;
        }

        var first = _heap[0];
        Remove(first);
        return first.Action;
    }

    private void Remove(Entry entry)
    {
        var index = entry.Index;
        if (index < 0)
        {
            return;
        }

        entry.Index = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (!ReferenceEquals(last, entry))
        {
            Put(last, index);
            MoveUp(last);
            MoveDown(last);
        }
    }

    private void MoveUp(Entry entry)
    {
        while (entry.Index > 0 && entry.IsBefore(_heap[(entry.Index - 1) / 2]))
        {
            Swap(entry, _heap[(entry.Index - 1) / 2]);
        }
    }

    private void MoveDown(Entry entry)
    {
        while (true)
        {
            var child = (2 * entry.Index) + 1;
            if (child + 1 < _count && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (child >= _count || !_heap[child].IsBefore(entry))
            {
                return;
            }

            Swap(entry, _heap[child]);
        }
    }

    private void Swap(Entry a, Entry b)
    {
        var index = a.Index;
        Put(a, b.Index);
        Put(b, index);
    }

    private void Put(Entry entry, int index)
    {
        _heap[index] = entry;
        entry.Index = index;
    }

    private sealed class Entry(TimerQueue queue, long due, long sequence, Action action) : IDisposable
    {
        public long Due { get; } = due;

        public Action Action { get; } = action;

        public int Index { get; set; }

        public bool IsBefore(Entry other) => Due < other.Due || (Due == other.Due && sequence < other.Sequence);

        private long Sequence => sequence;

        public void Dispose() => queue.Remove(this);
    }
}
