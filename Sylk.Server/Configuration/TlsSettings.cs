using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[tls]</c></summary>
internal sealed class TlsSettings : IValidatedSettings
{
    [Setting("Certificate chain (PEM), leaf first; it may hold the key too. Without it SIP over TLS is not offered. `self-signed` makes a certificate at first start. Renewed files are picked up while running.",
        IsPath = true, PathWord = CertificateSettings.SelfSigned, Live = true)]
    public string? Certificate { get; init; }

    [Setting("Private key (PEM) of the certificate, if it is in a file of its own.", IsPath = true, Live = true)]
    public string? Key { get; init; }

    [Setting("Certificates (PEM) of the authorities trusted when this server connects to others. Without the key those of the system.", IsPath = true)]
    public string? CaFile { get; init; }

    [Setting("Whether the certificate of a server we connect to must be valid for the domain that was called (RFC 5922).")]
    public bool VerifyServer { get; init; } = true;

    public void Validate(ISettingsProblems problems)
    {
        CertificateSettings.Validate(Certificate, Key, problems);
        if (CaFile is not null && !File.Exists(CaFile))
        {
            problems.Add("ca_file", $"the file {CaFile} does not exist");
        }
    }
}
