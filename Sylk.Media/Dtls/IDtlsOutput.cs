namespace Sylk.Media.Dtls;

/// <summary>Where an association's datagrams go.</summary>
internal interface IDtlsOutput
{
    /// <summary>Sends one datagram. Called from within native code: must not throw.</summary>
    void SendDtls(ReadOnlySpan<byte> datagram);
}
