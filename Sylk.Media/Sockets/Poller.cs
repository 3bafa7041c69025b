using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Waits until one of many descriptors is ready (epoll, level triggered).</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Capacity = 256;

    // struct epoll_event is packed on x64 and not elsewhere.
    private static readonly int EventLength = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventLength - sizeof(long);

    private readonly SafeDescriptor _epoll = new(LibC.epoll_create1(LibC.EPOLL_CLOEXEC));
    private readonly byte[] _events = GC.AllocateArray<byte>(Capacity * 16, pinned: true);
    private readonly List<IPollHandler?> _handlers = [];
    private readonly Stack<int> _free = [];

    /// <summary>Watches a descriptor until <see cref="Remove"/>.</summary>
    /// <returns>The slot by which it is known here.</returns>
    public int Add(int descriptor, IPollHandler handler)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _handlers.Count;
            _handlers.Add(null);
        }
        _handlers[slot] = handler;
        Control(LibC.EPOLL_CTL_ADD, descriptor, slot, LibC.EPOLLIN);
        return slot;
    }

    /// <summary>Chooses whether the handler also hears of room for sending.</summary>
    public void WatchWritable(int descriptor, int slot, bool watch) =>
        Control(LibC.EPOLL_CTL_MOD, descriptor, slot, watch ? LibC.EPOLLIN | LibC.EPOLLOUT : LibC.EPOLLIN);

    /// <summary>Stops watching; events already read for it in this round are dropped.</summary>
    public void Remove(int descriptor, int slot)
    {
        Control(LibC.EPOLL_CTL_DEL, descriptor, slot, 0);
        _handlers[slot] = null;
        _retired.Add(slot);
    }

    private readonly List<int> _retired = [];

    /// <summary>Waits at most <paramref name="milliseconds"/> (-1: for ever).</summary>
    /// <returns>How many events can be dispatched.</returns>
    public int Wait(int milliseconds)
    {
        // A slot is given out again only after the round in which an event for its former owner may be waiting.
        foreach (var slot in _retired)
        {
            _free.Push(slot);
        }
        _retired.Clear();
        return Math.Max(0, LibC.epoll_wait(_epoll.Value, (byte*)Unsafe.AsPointer(ref _events[0]), Capacity, milliseconds));
    }

    public void Dispatch(int index)
    {
        var epollEvent = _events.AsSpan(index * EventLength, EventLength);
        var ready = MemoryMarshal.Read<uint>(epollEvent);
        var slot = (int)MemoryMarshal.Read<long>(epollEvent[DataOffset..]);
        _handlers[slot]?.OnReady(
            readable: (ready & (LibC.EPOLLIN | LibC.EPOLLERR | LibC.EPOLLHUP)) != 0,
            writable: (ready & LibC.EPOLLOUT) != 0);
    }

    public void Dispose() => _epoll.Dispose();

    private void Control(int operation, int descriptor, int slot, uint events)
    {
        var epollEvent = stackalloc byte[EventLength];
        *(uint*)epollEvent = events;
        *(long*)(epollEvent + DataOffset) = slot;
        if (LibC.epoll_ctl(_epoll.Value, operation, descriptor, epollEvent) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
