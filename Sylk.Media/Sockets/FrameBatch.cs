using System.Buffers.Binary;

namespace Sylk.Media.Sockets;

/// <summary>Sends packets over a connection, each with its length in front (RFC 4571). One for a loop, used by all its
/// connections in turn.</summary>
internal sealed class FrameBatch(PacketPool pool)
{
    public const int LengthBytes = 2;
    private const int Capacity = 32 * 1024;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);

    /// <summary>Sends and returns to the pool all packets of a queue. What the kernel does not take is dropped: late media is
    /// worth nothing.</summary>
    /// <returns>The end of a frame that was sent in part and has to follow; borrowed until the next call.</returns>
    public ReadOnlySpan<byte> Send(StreamSocket socket, ref PacketQueue queue)
    {
        ReadOnlySpan<byte> rest = default;
        while (!queue.IsEmpty)
        {
            var filled = Fill(ref queue);
            var sent = socket.Send(_buffer.AsSpan(0, filled));
            if (sent < filled)
            {
                rest = RestOfFrame(sent);
                Drop(ref queue);
            }
        }
        return rest;
    }

    /// <summary>Returns all packets of a queue to the pool.</summary>
    public void Drop(ref PacketQueue queue)
    {
        while (queue.TryTake() is { } packet)
        {
            pool.Return(packet);
        }
    }

    private int Fill(ref PacketQueue queue)
    {
        var filled = 0;
        while (Capacity - filled >= LengthBytes + Packet.BufferLength && queue.TryTake() is { } packet)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(filled), (ushort)packet.Length);
            packet.Span.CopyTo(_buffer.AsSpan(filled + LengthBytes));
            filled += LengthBytes + packet.Length;
            pool.Return(packet);
        }
        return filled;
    }

    private ReadOnlySpan<byte> RestOfFrame(int sent)
    {
        var end = 0;
        while (end < sent)
        {
            end += LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(end));
        }
        return _buffer.AsSpan(sent, end - sent);
    }
}
