using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Sends several datagrams by one system call. One for a loop, used by all its sockets in turn.</summary>
internal sealed unsafe class DatagramBatch
{
    public const int Capacity = 64;

    private readonly PacketPool _pool;
    private readonly Packet?[] _packets = new Packet?[Capacity];
    private readonly LibC.MultiMessageHeader[] _messages = GC.AllocateArray<LibC.MultiMessageHeader>(Capacity, pinned: true);
    private readonly LibC.IoVector[] _vectors = GC.AllocateArray<LibC.IoVector>(Capacity, pinned: true);
    private readonly byte[] _addresses =
        GC.AllocateArray<byte>(Capacity * TransportAddress.MaxSocketAddressLength, pinned: true);

    public DatagramBatch(PacketPool pool)
    {
        _pool = pool;
        for (var i = 0; i < Capacity; i++)
        {
            ref var header = ref _messages[i].Header;
            header.Name = (byte*)Unsafe.AsPointer(ref _addresses[i * TransportAddress.MaxSocketAddressLength]);
            header.Vectors = (LibC.IoVector*)Unsafe.AsPointer(ref _vectors[i]);
            header.VectorCount = 1;
        }
    }

    /// <summary>Sends and returns to the pool all packets of a queue. What the kernel does not take is dropped: late media is
    /// worth nothing.</summary>
    public void Send(int descriptor, ref PacketQueue queue)
    {
        while (!queue.IsEmpty)
        {
            var count = 0;
            while (count < Capacity && queue.TryTake() is { } packet)
            {
                Add(count++, packet);
            }
            Send(descriptor, count);
        }
    }

    private void Add(int index, Packet packet)
    {
        _packets[index] = packet;
        _vectors[index].Base = packet.Pointer;
        _vectors[index].Length = (nuint)packet.Length;
        _messages[index].Header.NameLength = (uint)packet.Remote.WriteSocketAddress(
            _addresses.AsSpan(index * TransportAddress.MaxSocketAddressLength, TransportAddress.MaxSocketAddressLength));
    }

    private void Send(int descriptor, int count)
    {
        var messages = (LibC.MultiMessageHeader*)Unsafe.AsPointer(ref _messages[0]);
        for (var sent = 0; sent < count;)
        {
            var result = LibC.sendmmsg(descriptor, messages + sent, (uint)(count - sent), LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL);
            if (result > 0)
            {
                sent += result;
            }
            else if (Marshal.GetLastPInvokeError() == LibC.EAGAIN)
            {
                break;
            }
            else
            {
                // The error belongs to the first of the rest (no route, refused by a filter): skip it.
                sent++;
            }
        }
        for (var i = 0; i < count; i++)
        {
            _pool.Return(_packets[i]!);
            _packets[i] = null;
        }
    }
}
