namespace Sylk.Media.Dtls;

/// <summary>Life of an association.</summary>
internal enum DtlsState
{
    Handshaking,

    /// <summary>Keys are agreed and the certificate has a signalled fingerprint.</summary>
    Connected,

    /// <summary>The peer sent close_notify.</summary>
    Closed,
    Failed,
}
