using Sylk.Media.Plane;

namespace Sylk.Media.Rtp;

/// <summary>The packets sent of one stream within the last second, for those that ask for them again. A stream that is quiet
/// holds none.</summary>
internal sealed class PacketCache(KeptPacketPool pool)
{
    private const int Capacity = 512;
    private const long Lifetime = MediaClock.MicrosecondsPerSecond;

    /// <summary>A packet asked for again so soon is still on its way.</summary>
    private const long RepeatInterval = 20 * MediaClock.MicrosecondsPerMillisecond;

    private KeptPacket?[] _slots = [];

    public void Add(ushort sequenceNumber, ReadOnlySpan<byte> packet, long now)
    {
        if (packet.Length > KeptPacket.MaxLength)
        {
            return;
        }
        if (_slots.Length == 0)
        {
            _slots = new KeptPacket?[Capacity];
        }
        ref var slot = ref _slots[sequenceNumber % Capacity];
        slot ??= pool.TryRent();
        slot?.Set(sequenceNumber, packet, now);
    }

    /// <summary>The packet with this number, to be sent again now; <c>false</c> if it is not there or was repeated just now.</summary>
    public bool TryRepeat(ushort sequenceNumber, long now, out ReadOnlySpan<byte> packet)
    {
        var slot = _slots.Length == 0 ? null : _slots[sequenceNumber % Capacity];
        if (slot is null || slot.SequenceNumber != sequenceNumber || now - slot.RepeatedAt < RepeatInterval)
        {
            packet = default;
            return false;
        }
        slot.RepeatedAt = now;
        packet = slot.Span;
        return true;
    }

    /// <summary>Gives back what nobody will ask for any more.</summary>
    public void Forget(long now)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot is not null && now - slot.SentAt > Lifetime)
            {
                pool.Return(slot);
                slot = null;
            }
        }
    }

    /// <summary>Gives back everything.</summary>
    public void Clear() => Forget(long.MaxValue);
}
