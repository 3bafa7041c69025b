using Sylk.Media.Plane;

namespace Sylk.Media.Dtls;

/// <summary>SRTP keys of both directions as exported from a handshake (RFC 5764 section 4.2).</summary>
internal sealed record DtlsKeys(
    SrtpProfile Profile, byte[] LocalKey, byte[] LocalSalt, byte[] RemoteKey, byte[] RemoteSalt);
