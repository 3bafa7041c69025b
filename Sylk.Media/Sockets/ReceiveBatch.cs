using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Receives several datagrams by one system call. One for a loop, used by all its sockets in turn.</summary>
internal sealed unsafe class ReceiveBatch
{
    public const int Capacity = 32;

    private readonly PacketPool _pool;
    private readonly Packet?[] _packets = new Packet?[Capacity];
    private readonly MessageTable _messages = new(Capacity);

    public ReceiveBatch(PacketPool pool) => _pool = pool;

    /// <summary>Receives what is there, up to <paramref name="limit"/>.</summary>
    /// <returns>How many may be taken.</returns>
    public int Receive(int descriptor, int limit)
    {
        var count = Fill(Math.Min(limit, Capacity));
        if (count == 0)
        {
            return 0;
        }
        var messages = _messages.Pointer;
        return Math.Max(0, LibC.recvmmsg(descriptor, messages, (uint)count, LibC.MSG_DONTWAIT, 0));
    }

    /// <summary>Hands over the packet received at <paramref name="index"/>; <c>null</c> if it did not fit whole.</summary>
    public Packet? Take(int index)
    {
        ref var message = ref _messages[index];
        if ((message.Header.Flags & LibC.MSG_TRUNC) != 0)
        {
            return null;
        }
        var packet = _packets[index]!;
        _packets[index] = null;
        packet.Length = (int)message.Length;
        packet.Remote = TransportAddress.ReadSocketAddress(_messages.AddressOf(index));
        return packet;
    }

    private int Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if ((_packets[i] ??= _pool.TryRent()) is not { } packet)
            {
                return i;
            }
            _messages.SetBuffer(i, packet.Pointer, Packet.MaxReceiveLength);
            _messages[i].Header.NameLength = TransportAddress.MaxSocketAddressLength;
        }
        return count;
    }
}
