using System.Runtime.CompilerServices;
using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Pinned headers for <c>recvmmsg</c> and <c>sendmmsg</c>, each with room for an address and one buffer.</summary>
internal sealed unsafe class MessageTable
{
    private readonly LibC.MultiMessageHeader[] _messages;
    private readonly LibC.IoVector[] _vectors;
    private readonly byte[] _addresses;

    public MessageTable(int capacity)
    {
        _messages = GC.AllocateArray<LibC.MultiMessageHeader>(capacity, pinned: true);
        _vectors = GC.AllocateArray<LibC.IoVector>(capacity, pinned: true);
        _addresses = GC.AllocateArray<byte>(capacity * TransportAddress.MaxSocketAddressLength, pinned: true);
        for (var i = 0; i < capacity; i++)
        {
            ref var header = ref _messages[i].Header;
            header.Name = (byte*)Unsafe.AsPointer(ref _addresses[i * TransportAddress.MaxSocketAddressLength]);
            header.Vectors = (LibC.IoVector*)Unsafe.AsPointer(ref _vectors[i]);
            header.VectorCount = 1;
        }
    }

    /// <summary>The first header, for the system call.</summary>
    public LibC.MultiMessageHeader* Pointer => (LibC.MultiMessageHeader*)Unsafe.AsPointer(ref _messages[0]);

    public ref LibC.MultiMessageHeader this[int index] => ref _messages[index];

    /// <summary>Room for the address of a message, which its header points to.</summary>
    public Span<byte> AddressOf(int index) =>
        _addresses.AsSpan(index * TransportAddress.MaxSocketAddressLength, TransportAddress.MaxSocketAddressLength);

    /// <summary>Sets the buffer of a message.</summary>
    public void SetBuffer(int index, byte* start, int length)
    {
        _vectors[index].Base = start;
        _vectors[index].Length = (nuint)length;
    }
}
