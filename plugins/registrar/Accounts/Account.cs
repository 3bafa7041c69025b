using Sylk.Abstractions.Sip;
using Sylk.Registrar.Authentication;
using Sylk.Registrar.Registration;

namespace Sylk.Registrar.Accounts;

/// <summary>A user of a home domain who has a secret and may register.</summary>
internal sealed class Account(string user, string domain, string? ha1, string? ha1Sha256)
{
    /// <summary><c>user@domain</c>, user without escapes, domain in lower case.</summary>
    public string AddressOfRecord { get; } = $"{user}@{domain}";

    /// <summary>Without escapes.</summary>
    public string User { get; } = user;

    public string Domain { get; } = domain;

    /// <summary>Where the user is reachable now.</summary>
    public BindingSet Bindings { get; } = new();

    /// <summary>The hash that stands for the password, or <c>null</c> if there is none for this algorithm.</summary>
    public string? Ha1(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha256 ? ha1Sha256 : ha1;

    /// <summary>The key under which accounts are found: the user without escapes (RFC 3261 section 10.3 step 5) and case
    /// sensitive, the domain in lower case, no port and no parameters.</summary>
    public static string Key(SipUri uri) => Key(uri.User ?? "", uri.Host);

    /// <inheritdoc cref="Key(SipUri)" />
    public static string Key(string user, string domain) =>
        $"{(user.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(user) : user)}@{domain.ToLowerInvariant()}";

    public override string ToString() => AddressOfRecord;
}
