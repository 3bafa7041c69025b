using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary>What the settings of SIP and web say about certificates.</summary>
internal static class CertificateSettings
{
    /// <summary>Makes a certificate instead of naming one.</summary>
    public const string SelfSigned = "self-signed";

    public static void Validate(string? certificate, string? key, ISettingsProblems problems)
    {
        if (certificate is not (null or SelfSigned) && !File.Exists(certificate))
        {
            problems.Add("certificate", $"the file {certificate} does not exist");
        }

        if (key is not null && (certificate is null or SelfSigned))
        {
            problems.Add("key", "a key needs the certificate it belongs to");
        }
        else if (key is not null && !File.Exists(key))
        {
            problems.Add("key", $"the file {key} does not exist");
        }
    }
}
