using System.Runtime.InteropServices;
using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Sends several datagrams by one system call. One for a loop, used by all its sockets in turn.</summary>
internal sealed unsafe class DatagramBatch
{
    public const int Capacity = 64;

    private readonly PacketPool _pool;
    private readonly Packet?[] _packets = new Packet?[Capacity];
    private readonly MessageTable _messages = new(Capacity);

    public DatagramBatch(PacketPool pool) => _pool = pool;

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
        _messages.SetBuffer(index, packet.Pointer, packet.Length);
        _messages[index].Header.NameLength = (uint)packet.Remote.WriteSocketAddress(_messages.AddressOf(index));
    }

    private void Send(int descriptor, int count)
    {
        var messages = _messages.Pointer;
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
