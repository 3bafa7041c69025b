using Sylk.Media.Sockets.Interop;

namespace Sylk.Media.Sockets;

/// <summary>Lets other threads end a <see cref="Poller"/>'s wait (eventfd).</summary>
internal sealed unsafe class WakeUp : IPollHandler, IDisposable
{
    private readonly SafeDescriptor _event = new(LibC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC));
    private int _isSet;

    public int Descriptor => _event.Value;

    /// <summary>From any thread; costs a system call only when the waiter has not been told yet.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            ulong one = 1;
            LibC.write(_event.Value, &one, sizeof(ulong));
        }
    }

    public void OnReady(bool readable, bool writable)
    {
        ulong count;
        LibC.read(_event.Value, &count, sizeof(ulong));
        Volatile.Write(ref _isSet, 0);
    }

    public void Dispose() => _event.Dispose();
}
