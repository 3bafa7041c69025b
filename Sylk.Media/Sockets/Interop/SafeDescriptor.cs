using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sylk.Media.Sockets.Interop;

/// <summary>A file descriptor of our own: epoll or eventfd.</summary>
internal sealed class SafeDescriptor : SafeHandle
{
    /// <exception cref="Win32Exception">The call that made it returned an error.</exception>
    public SafeDescriptor(int descriptor) : base(-1, ownsHandle: true)
    {
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        SetHandle(descriptor);
    }

    public override bool IsInvalid => handle == -1;

    public int Value => (int)handle;

    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;
}
