using Sylk.Abstractions.Configuration;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar.Settings;

/// <summary>Settings of the registrar, from <c>config/registrar.toml</c>.</summary>
public sealed class RegistrarSettings : IValidatedSettings
{
    private const string DemoPassword = "demo";

    [Setting("The home domains.")]
    public List<DomainSettings> Domain { get; set; } = [];

    [Setting("The accounts of the home domains.")]
    public List<AccountSettings> Account { get; set; } = [];

    [Setting("Users of the home domains that are applications of this server.")]
    public List<RouteSettings> Route { get; set; } = [];

    [Setting("The application that keeps the messages of the accounts and knows of their browsers: it gets every message for an account, and a call for one that no device has registered. Empty: there is none.")]
    public string MessageApplication { get; set; } = "";

    [Setting("Messages kept for an account until one of its devices registers; one more is refused.", Min = 0, Max = 1_000_000)]
    public int MaxWaitingMessages { get; set; } = 500;

    [Setting("Whether messages are taken from senders who can prove nothing: whose address is not of a home domain and who come from no trusted peer.")]
    public bool AllowUnprovenMessages { get; set; }

    [Setting("Whether authenticated users may reach addresses outside the home domains through this server. Nobody else ever may.")]
    public bool AllowOutbound { get; set; } = true;

    [Setting("Shortest registration accepted; a shorter one is answered 423 (RFC 3261 section 10.3).", Unit = "s", Min = 1, Max = 3600)]
    public TimeSpan MinExpires { get; set; } = TimeSpan.FromSeconds(60);

    [Setting("Longest registration granted; a longer one is shortened.", Unit = "s", Min = 60, Max = 86400)]
    public TimeSpan MaxExpires { get; set; } = TimeSpan.FromSeconds(3600);

    [Setting("Registration granted to a client which asks for no time.", Unit = "s", Min = 1, Max = 86400)]
    public TimeSpan DefaultExpires { get; set; } = TimeSpan.FromSeconds(600);

    [Setting("Bindings an account may have; one more takes the place of that which was refreshed longest ago.", Min = 1, Max = 50)]
    public int MaxBindings { get; set; } = 10;

    [Setting("Digest algorithms offered, best first.")]
    public List<DigestAlgorithm> DigestAlgorithms { get; set; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    [Setting("How long a nonce is good. A client with an older one gets a new one and tries again by itself.", Unit = "s", Min = 10, Max = 86400)]
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromSeconds(300);

    [Setting("Window in which failed authentications are counted.", Unit = "s", Min = 1, Max = 86400)]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromSeconds(60);

    [Setting("Failed authentications after which a source address waits for the next window.", Min = 1, Max = 1_000_000)]
    public int MaxFailuresPerSource { get; set; } = 20;

    [Setting("Failed authentications after which an account is closed, until the next window, to sources where its owner was not seen before.", Min = 1, Max = 1_000_000)]
    public int MaxFailuresPerAccount { get; set; } = 10;

    [Setting("How long a called party may ring after its last sign of life (Timer C of RFC 3261 section 16.6).", Unit = "s", Min = 181, Max = 3600)]
    public TimeSpan TimerC { get; set; } = TimeSpan.FromSeconds(200);

    [Setting("How many branches a request may have that comes without Max-Breadth (RFC 5393 section 5).", Min = 1, Max = 1000)]
    public int MaxBreadth { get; set; } = 60;

    [Setting("Requests being proxied at the same time; one more is answered 503.", Min = 1, Max = 10_000_000)]
    public int MaxTransactions { get; set; } = 50_000;

    /// <inheritdoc />
    public void Validate(ISettingsProblems problems)
    {
        ValidateDomains(problems);
        var users = new HashSet<string>();
        for (var i = 0; i < Account.Count; i++)
        {
            ValidateUri($"account[{i}].uri", Account[i].Uri, users, problems);
            ValidateSecret($"account[{i}]", Account[i], problems);
        }

        for (var i = 0; i < Route.Count; i++)
        {
            ValidateUri($"route[{i}].uri", Route[i].Uri, users, problems);
            if (string.IsNullOrWhiteSpace(Route[i].Application))
            {
                problems.Add($"route[{i}].application", "is empty; expected the name of an application, for instance \"echo\"");
            }
        }

        if (MaxExpires < MinExpires)
        {
            problems.Add("max_expires", "is shorter than min_expires");
        }

        if (DefaultExpires < MinExpires || DefaultExpires > MaxExpires)
        {
            problems.Add("default_expires", "is not between min_expires and max_expires");
        }

        if (DigestAlgorithms.Count == 0 || DigestAlgorithms.Distinct().Count() != DigestAlgorithms.Count)
        {
            problems.Add("digest_algorithms", "is empty or names one twice; expected \"sha256\", \"md5\" or both");
        }
    }

    private void ValidateDomains(ISettingsProblems problems)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Domain.Count; i++)
        {
            var name = Domain[i].Name;
            if (!SipUri.TryParse("sip:" + name, out var uri) || uri.Host != name)
            {
                problems.Add($"domain[{i}].name", $"'{name}' is not a domain name; expected one such as \"sylk.test\", without sip: and port");
            }
            else if (!names.Add(name))
            {
                problems.Add($"domain[{i}].name", $"'{name}' is there twice");
            }
        }
    }

    private void ValidateUri(string key, string text, HashSet<string> users, ISettingsProblems problems)
    {
        if (!HomeUri.TryParse(text, out var uri))
        {
            problems.Add(key, $"'{text}' is not an address of record; expected user@domain");
        }
        else if (!Domain.Exists(d => d.Name.Equals(uri.Host, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(key, $"'{uri.Host}' is not one of the domains; expected the name of a [[domain]] after the @");
        }
        else if (!users.Add(Accounts.Account.Key(uri)))
        {
            problems.Add(key, $"'{text}' is there twice; an address of record is one account or one route");
        }
    }

    private static void ValidateSecret(string key, AccountSettings account, ISettingsProblems problems)
    {
        var isHashed = account.Ha1 is not null || account.Ha1Sha256 is not null;
        if (account.Password is null && !isHashed)
        {
            problems.Add($"{key}.uri", $"'{account.Uri}' has no secret; expected password, ha1 or ha1_sha256");
        }
        else if (account.Password is not null && isHashed)
        {
            problems.Add($"{key}.password", "stands beside ha1 or ha1_sha256; expected either the password or its hashes");
        }
        else if (account.Password is "")
        {
            problems.Add($"{key}.password", "is empty");
        }
        else if (account.Password is DemoPassword && problems.ListensBeyondLoopback)
        {
            problems.Add($"{key}.password", $"is the demo password \"{DemoPassword}\", which everybody knows, while other machines can reach this server; expected another one, or ha1");
        }

        ValidateHash($"{key}.ha1", account.Ha1, 32, problems);
        ValidateHash($"{key}.ha1_sha256", account.Ha1Sha256, 64, problems);
    }

    private static void ValidateHash(string key, string? hash, int length, ISettingsProblems problems)
    {
        if (hash is not null && (hash.Length != length || !hash.All(char.IsAsciiHexDigit)))
        {
            problems.Add(key, $"is not a hash; expected {length} hex digits of user:domain:password");
        }
    }
}
