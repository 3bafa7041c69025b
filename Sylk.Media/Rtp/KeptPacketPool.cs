namespace Sylk.Media.Rtp;

/// <summary>The room in which all video streams of a loop keep what they have sent: made when it is needed, used again by
/// others, and bounded. For the loop's thread only.</summary>
internal sealed class KeptPacketPool
{
    /// <summary>A second of a hundred good videos, 100 MB.</summary>
    private const int MaxCount = 64 * 1024;

    /// <summary>How many may lie idle.</summary>
    private const int MaxFree = 4 * 1024;

    private KeptPacket? _free;
    private int _freeCount;

    /// <summary>How many are in use.</summary>
    public int InUse { get; private set; }

    /// <summary>Room for a packet, <c>null</c> when there is no more.</summary>
    public KeptPacket? TryRent()
    {
        if (InUse == MaxCount)
        {
            return null;
        }
        InUse++;
        if (_free is not { } packet)
        {
            return new KeptPacket();
        }
        _free = packet.Next;
        _freeCount--;
        packet.Next = null;
        return packet;
    }

    public void Return(KeptPacket packet)
    {
        InUse--;
        if (_freeCount < MaxFree)
        {
            packet.Next = _free;
            _free = packet;
            _freeCount++;
        }
    }
}
