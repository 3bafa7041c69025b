using Sylk.Abstractions.Configuration;

namespace Sylk.Registrar.Settings;

/// <summary>An account: <c>[[account]]</c>. It has either <c>password</c>, or <c>ha1</c>, <c>ha1_sha256</c> or both of these.</summary>
public sealed class AccountSettings
{
    [Setting("Address of record, user@domain; the domain is one of [[domain]].", Required = true)]
    public string Uri { get; set; } = "";

    [Setting("Password in clear text. Prefer the hashes: whoever reads the file then does not learn the password.", Secret = true)]
    public string? Password { get; set; }

    [Setting("MD5 of user:domain:password, 32 hex digits. Most phones and all browsers need it.", Key = "ha1", Secret = true)]
    public string? Ha1 { get; set; }

    [Setting("SHA-256 of user:domain:password, 64 hex digits.", Key = "ha1_sha256", Secret = true)]
    public string? Ha1Sha256 { get; set; }
}
