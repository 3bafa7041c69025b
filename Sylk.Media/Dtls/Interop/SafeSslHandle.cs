using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>SSL, with the two BIOs it owns.</summary>
internal sealed class SafeSslHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }
}
