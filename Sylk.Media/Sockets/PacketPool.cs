namespace Sylk.Media.Sockets;

/// <summary>The packets of one loop: a fixed number, in one pinned array. For the loop's thread only.</summary>
internal sealed class PacketPool
{
    private Packet? _free;

    public PacketPool(int count)
    {
        var slab = GC.AllocateUninitializedArray<byte>(count * Packet.BufferLength, pinned: true);
        for (var i = count - 1; i >= 0; i--)
        {
            Return(new Packet(slab, i * Packet.BufferLength));
        }
    }

    /// <summary>How many packets are not in use.</summary>
    public int Available { get; private set; }

    /// <summary>An empty packet, or <c>null</c> when all are in use: the caller drops what it wanted to send.</summary>
    public Packet? TryRent()
    {
        var packet = _free;
        if (packet is not null)
        {
            _free = packet.Next;
            packet.Next = null;
            Available--;
        }
        return packet;
    }

    public void Return(Packet packet)
    {
        packet.Reset();
        packet.Next = _free;
        _free = packet;
        Available++;
    }
}
