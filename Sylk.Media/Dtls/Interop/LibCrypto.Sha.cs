using System.Runtime.InteropServices;

namespace Sylk.Media.Dtls.Interop;

/// <summary>sha.h. The low level interface is the only one whose state may be copied by value, which saves two of the four
/// compressions of an HMAC.</summary>
internal static unsafe partial class LibCrypto
{
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SHA1_Init(Sha1State* state);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SHA1_Update(Sha1State* state, byte* data, nuint length);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int SHA1_Final(byte* digest, Sha1State* state);

    /// <summary>SHA_CTX: five words of state, two of length, a block of sixteen, and a count.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 96)]
    internal struct Sha1State
    {
        private readonly ulong _first;
    }
}
