namespace Sylk.Registrar.Authentication;

/// <summary>Remembers which nonce counts were spent, in bounded memory: two generations of nonces, the older of which is
/// forgotten when the younger is full. Whatever is as old as something forgotten counts as spent, so that forgetting never
/// lets a replay through. Safe for concurrent use.</summary>
internal sealed class NonceCounts(int capacity)
{
    public const int DefaultCapacity = 65_536;

    private readonly Lock _lock = new();
    private Dictionary<ulong, Window> _young = [];
    private Dictionary<ulong, Window> _old = [];
    private long _newestForgotten = long.MinValue;

    /// <param name="issued">When the nonce was made.</param>
    /// <param name="salt">What tells it from others of that time.</param>
    /// <param name="count">The nonce count.</param>
    /// <returns>Whether this count is new for this nonce. Counts may come slightly out of order, as requests in UDP do.</returns>
    public bool TryAdd(long issued, ulong salt, uint count)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(salt, out var window) || _old.Remove(salt, out window))
            {
                _young[salt] = window;
            }
            else
            {
                if (issued <= _newestForgotten)
                {
                    return false;
                }

                _young[salt] = window = new(issued);
            }

            if (_young.Count > capacity / 2)
            {
                Forget();
            }

            return window.TryAdd(count);
        }
    }

    private void Forget()
    {
        foreach (var window in _old.Values)
        {
            _newestForgotten = Math.Max(_newestForgotten, window.Issued);
        }

        (_old, _young) = (_young, []);
    }

    /// <summary>The highest count seen and the 64 below it.</summary>
    private sealed class Window(long issued)
    {
        private uint _highest;
        private ulong _seen;

        public long Issued => issued;

        public bool TryAdd(uint count)
        {
            if (count > _highest)
            {
                var step = count - _highest;
                _seen = step >= 64 ? 1 : (_seen << (int)step) | 1;
                _highest = count;
                return true;
            }

            var behind = _highest - count;
            if (behind >= 64 || (_seen & (1UL << (int)behind)) != 0)
            {
                return false;
            }

            _seen |= 1UL << (int)behind;
            return true;
        }
    }
}
