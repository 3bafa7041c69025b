using System.Runtime.CompilerServices;

namespace Sylk.Media.Sockets;

/// <summary>A datagram in a pooled, pinned buffer. Whoever has it hands it on (to a socket's queue) or returns it to its pool;
/// spans of it are borrowed until then. There is room in front, so that a header can grow in place, and behind for a tag.</summary>
internal sealed class Packet
{
    /// <summary>Bytes of one buffer.</summary>
    public const int BufferLength = 2048;

    /// <summary>Where received data begins.</summary>
    public const int Headroom = 256;

    /// <summary>Kept free behind received data.</summary>
    public const int Tailroom = 32;

    /// <summary>Longest datagram received whole.</summary>
    public const int MaxReceiveLength = BufferLength - Headroom - Tailroom;

    private readonly byte[] _slab;
    private readonly int _start;

    internal Packet(byte[] slab, int start)
    {
        _slab = slab;
        _start = start;
        Reset();
    }

    /// <summary>Where the data begins in the buffer.</summary>
    public int Offset { get; private set; }

    public int Length { get; set; }

    /// <summary>Where it came from, or goes to.</summary>
    public TransportAddress Remote { get; set; }

    /// <summary>Link of the list that owns it.</summary>
    public Packet? Next { get; set; }

    public Span<byte> Span => _slab.AsSpan(_start + Offset, Length);

    /// <summary>The data and everything behind it.</summary>
    public Span<byte> Room => _slab.AsSpan(_start + Offset, BufferLength - Offset);

    /// <summary>Address of the data; the memory is pinned.</summary>
    public unsafe byte* Pointer => (byte*)Unsafe.AsPointer(ref _slab[_start + Offset]);

    /// <summary>Moves the beginning of the data by <paramref name="count"/> bytes: forward drops bytes, backward uncovers room.</summary>
    public void MoveStart(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Offset + count, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length);
        Offset += count;
        Length -= count;
    }

    /// <summary>Makes it empty again.</summary>
    public void Reset()
    {
        Offset = Headroom;
        Length = 0;
        Next = null;
    }
}
