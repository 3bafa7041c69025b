namespace Sylk.Sip.Transports;

/// <summary>TLS of SIP connections. Files are read again when they change.</summary>
public sealed record SipTlsOptions
{
    /// <summary>PEM file with the certificate and the intermediate ones after it.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with the key, not encrypted; <c>null</c>: it is in the certificate file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>PEM file with the authorities that servers we connect to are checked against; <c>null</c>: those of the system.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Whether servers we connect to must prove the domain we call (RFC 5922). Default true.</summary>
    public bool VerifyServer { get; init; } = true;
}
