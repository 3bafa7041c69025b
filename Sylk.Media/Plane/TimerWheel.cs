using System.Numerics;

namespace Sylk.Media.Plane;

/// <summary>Deadlines of everything on one loop. Setting and cancelling cost the same with ten timers or ten thousand; a timer
/// fires up to one tick late.</summary>
internal sealed class TimerWheel
{
    private const long TickMicroseconds = 5_000;
    private const int SlotCount = 512;
    private const int WordBits = 64;

    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly ulong[] _occupied = new ulong[SlotCount / WordBits];
    private long _tick;
    private WheelTimer? _iterator;

    /// <summary>Sets a timer; one that was set before is moved.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="deadline">Microseconds of the loop.</param>
    public void Schedule(WheelTimer timer, long deadline)
    {
        Cancel(timer);
        timer.Tick = Math.Max(_tick + 1, (deadline + TickMicroseconds - 1) / TickMicroseconds);
        var slot = (int)(timer.Tick % SlotCount);
        timer.Next = _slots[slot];
        timer.Previous = null;
        timer.IsSet = true;
        if (timer.Next is not null)
        {
            timer.Next.Previous = timer;
        }
        _slots[slot] = timer;
        _occupied[slot / WordBits] |= 1UL << (slot % WordBits);
    }

    public void Cancel(WheelTimer timer)
    {
        if (!timer.IsSet)
        {
            return;
        }
        if (_iterator == timer)
        {
            _iterator = timer.Next;
        }
        var slot = (int)(timer.Tick % SlotCount);
        if (timer.Next is not null)
        {
            timer.Next.Previous = timer.Previous;
        }
        if (timer.Previous is not null)
        {
            timer.Previous.Next = timer.Next;
        }
        else
        {
            _slots[slot] = timer.Next;
            if (timer.Next is null)
            {
                _occupied[slot / WordBits] &= ~(1UL << (slot % WordBits));
            }
        }
        timer.Next = timer.Previous = null;
        timer.IsSet = false;
    }

    /// <summary>Fires what is due.</summary>
    public void Advance(long now)
    {
        var current = now / TickMicroseconds;

        // After a long pause one turn of the wheel meets every timer.
        var first = Math.Max(_tick + 1, current - SlotCount + 1);
        for (var tick = first; tick <= current; tick++)
        {
            _tick = tick;
            for (_iterator = _slots[tick % SlotCount]; _iterator is { } timer;)
            {
                _iterator = timer.Next;
                if (timer.Tick <= current)
                {
                    Cancel(timer);
                    timer.Fire(now);
                }
            }
        }
        _tick = Math.Max(_tick, current);
    }

    /// <summary>Milliseconds until <see cref="Advance"/> has something to look at, -1 if no timer is set.</summary>
    public int MillisecondsToNext(long now)
    {
        for (var distance = 1; distance <= SlotCount; distance++)
        {
            var slot = (int)((_tick + distance) % SlotCount);
            var word = _occupied[slot / WordBits] >> (slot % WordBits);
            if (word == 0)
            {
                // Skip to the next word.
                distance += WordBits - (slot % WordBits) - 1;
                continue;
            }
            distance += BitOperations.TrailingZeroCount(word);
            var wait = ((_tick + distance) * TickMicroseconds) - now;
            return wait <= 0 ? 0 : (int)((wait + MediaClock.MicrosecondsPerMillisecond - 1) / MediaClock.MicrosecondsPerMillisecond);
        }
        return -1;
    }
}
