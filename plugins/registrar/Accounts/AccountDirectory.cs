using System.Collections.Frozen;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Authentication;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar.Accounts;

/// <summary>All home domains and who lives there: accounts, and users that are applications of this server. Immutable.</summary>
internal sealed class AccountDirectory
{
    private readonly FrozenDictionary<string, Account> _accounts;
    private readonly FrozenDictionary<string, string> _applications;

    public AccountDirectory(RegistrarSettings settings)
    {
        Domains = settings.Domain.Select(d => d.Name.ToLowerInvariant()).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _accounts = settings.Account.Select(Create).ToFrozenDictionary(a => a.AddressOfRecord);
        _applications = settings.Route.ToFrozenDictionary(r => Account.Key(HomeUri.Parse(r.Uri)), r => r.Application);
    }

    /// <summary>Names of the home domains.</summary>
    public FrozenSet<string> Domains { get; }

    public IReadOnlyList<Account> Accounts => _accounts.Values;

    public bool IsHome(SipUri uri) => uri.IsSip && Domains.Contains(uri.Host);

    public bool IsHome(string domain) => Domains.Contains(domain);

    /// <summary>The account of an address of record.</summary>
    public Account? Find(SipUri uri) => _accounts.GetValueOrDefault(Account.Key(uri));

    /// <summary>The account of a digest user name.</summary>
    public Account? Find(string username, string domain) => _accounts.GetValueOrDefault(Account.Key(username, domain));

    /// <summary>The application that a user of a home domain is, or <c>null</c>.</summary>
    public string? FindApplication(SipUri uri) => _applications.GetValueOrDefault(Account.Key(uri));

    private static Account Create(AccountSettings settings)
    {
        var uri = HomeUri.Parse(settings.Uri);
        var domain = uri.Host.ToLowerInvariant();
        var user = Uri.UnescapeDataString(uri.User!);
        return settings.Password is { } password
            ? new(user, domain, DigestHash.Ha1(DigestAlgorithm.Md5, user, domain, password), DigestHash.Ha1(DigestAlgorithm.Sha256, user, domain, password))
            : new(user, domain, settings.Ha1?.ToLowerInvariant(), settings.Ha1Sha256?.ToLowerInvariant());
    }
}
