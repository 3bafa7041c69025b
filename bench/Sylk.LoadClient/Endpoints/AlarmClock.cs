using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sylk.Media.Sockets;

namespace Sylk.LoadClient.Endpoints;

/// <summary>Makes a poller return at a moment given in microseconds (timerfd).</summary>
internal sealed unsafe partial class AlarmClock : IPollHandler, IDisposable
{
    private const int ClockMonotonic = 1;
    private const int NonBlocking = 0x800;

    private readonly SafeFileHandle _timer = new(timerfd_create(ClockMonotonic, NonBlocking), ownsHandle: true);

    public AlarmClock()
    {
        if (_timer.IsInvalid)
        {
            throw new Win32Exception();
        }
    }

    public int Descriptor => (int)_timer.DangerousGetHandle();

    /// <summary>Sets it anew; a moment that has passed is now.</summary>
    public void Set(long microseconds)
    {
        var (seconds, rest) = Math.DivRem(Math.Max(1, microseconds), 1_000_000);
        var setting = stackalloc long[4] { 0, 0, seconds, rest * 1000 };
        if (timerfd_settime(Descriptor, 0, setting, null) != 0)
        {
            throw new Win32Exception();
        }
    }

    public void OnReady(bool readable, bool writable)
    {
        long expirations;
        _ = read(Descriptor, &expirations, sizeof(long));
    }

    public void Dispose() => _timer.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int timerfd_create(int clock, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int timerfd_settime(int descriptor, int flags, long* setting, long* former);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, void* buffer, nuint length);
}
