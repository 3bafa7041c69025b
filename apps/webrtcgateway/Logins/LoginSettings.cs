using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sylk.Abstractions.Configuration;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>A table <c>[[login]]</c> of <c>webrtcgateway.toml</c>.</summary>
public sealed class LoginSettings : IValidatedSettings
{
    [Setting("Domain of the accounts.", Required = true)]
    public string Domain { get; set; } = "";

    [Setting("How they log in: `sip` at the registrar, `imap` at a mail server, which stands for a registration then. Pages send the clear password either way (`ha1` is false in sylkrtc.js).", Required = true)]
    public LoginType Type { get; set; }

    [Setting("The mail server, host:port, as a rule port 993: TLS from the start, with a certificate for that host.")]
    public string Server { get; set; } = "";

    [Setting("Certificates (PEM) of those who may vouch for the mail server; without the key those that the machine trusts may.", IsPath = true)]
    public string? CaFile { get; set; }

    /// <summary>Host of the server.</summary>
    internal string Host => Server[..Server.LastIndexOf(':')].Trim('[', ']');

    /// <summary>Its port.</summary>
    internal int Port => PortOf(Server);

    /// <inheritdoc />
    public void Validate(ISettingsProblems problems)
    {
        if (Domain.Length == 0 || Domain.Any(c => char.IsWhiteSpace(c) || c == '@'))
        {
            problems.Add("domain", "expected a domain such as example.org");
        }

        if (Type == LoginType.Imap && (Server.LastIndexOf(':') < 1 || PortOf(Server) is < 1 or > 65535))
        {
            problems.Add("server", "expected host:port such as imap.example.org:993");
        }
        else if (Type == LoginType.Sip && (Server.Length > 0 || CaFile is not null))
        {
            problems.Add(Server.Length > 0 ? "server" : "ca_file", "only a login by IMAP has a server of its own");
        }

        if (CaFile is not null && !File.Exists(CaFile))
        {
            problems.Add("ca_file", $"the file {CaFile} does not exist");
        }
        else if (CaFile is not null && Authorities() is not { Count: > 0 })
        {
            problems.Add("ca_file", $"there is no certificate (PEM) in {CaFile}");
        }
    }

    /// <summary>The certificates of <see cref="CaFile"/>; <c>null</c> if it is not set or cannot be read.</summary>
    internal X509Certificate2Collection? Authorities()
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(CaFile!);
            return authorities;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static int PortOf(string server) =>
        int.TryParse(server[(server.LastIndexOf(':') + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : 0;
}

/// <summary>Who tells whether a password is right.</summary>
public enum LoginType
{
    /// <summary>The registrar.</summary>
    Sip,

    /// <summary>A mail server.</summary>
    Imap,
}
