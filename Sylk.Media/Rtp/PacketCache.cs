using Sylk.Media.Plane;

namespace Sylk.Media.Rtp;

/// <summary>The last packets sent of one stream, as they were before encryption, for those that ask for them again.</summary>
internal sealed class PacketCache
{
    private const int Capacity = 512;
    private const int MaxLength = 1500;

    /// <summary>A packet asked for again so soon is still on its way.</summary>
    private const long RepeatInterval = 20 * MediaClock.MicrosecondsPerMillisecond;
    private readonly byte[] _slab = GC.AllocateUninitializedArray<byte>(Capacity * MaxLength);
    private readonly Entry[] _entries = new Entry[Capacity];

    public void Add(ushort sequenceNumber, ReadOnlySpan<byte> packet)
    {
        ref var entry = ref _entries[sequenceNumber % Capacity];
        entry = new(sequenceNumber, packet.Length > MaxLength ? 0 : packet.Length, long.MinValue / 2);
        if (entry.Length > 0)
        {
            packet.CopyTo(_slab.AsSpan(sequenceNumber % Capacity * MaxLength));
        }
    }

    /// <summary>The packet with this number, to be sent again now; <c>false</c> if it is not there or was repeated just now.</summary>
    public bool TryRepeat(ushort sequenceNumber, long now, out ReadOnlySpan<byte> packet)
    {
        ref var entry = ref _entries[sequenceNumber % Capacity];
        if (entry.Length == 0 || entry.SequenceNumber != sequenceNumber || now - entry.LastRepeat < RepeatInterval)
        {
            packet = default;
            return false;
        }
        entry.LastRepeat = now;
        packet = _slab.AsSpan(sequenceNumber % Capacity * MaxLength, entry.Length);
        return true;
    }

    private record struct Entry(ushort SequenceNumber, int Length, long LastRepeat);
}
