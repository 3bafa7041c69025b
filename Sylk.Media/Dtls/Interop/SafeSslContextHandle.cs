using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>SSL_CTX.</summary>
internal sealed class SafeSslContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
