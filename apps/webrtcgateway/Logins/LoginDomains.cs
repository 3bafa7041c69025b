using System.Diagnostics.CodeAnalysis;
using System.Net;
using Sylk.Abstractions;
using Sylk.Abstractions.Sip;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>The domains whose accounts log in with their clear passwords. May be used on any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without wait handle holds nothing to dispose.")]
internal sealed class LoginDomains(IReadOnlyList<LoginSettings> settings, IApplicationContext context)
{
    /// <summary>Logins by IMAP that go on at the same time; more wait.</summary>
    private const int MaxLogins = 32;

    private readonly Dictionary<string, ImapClient> _imap = settings
        .Where(s => s.Type == LoginType.Imap)
        .ToDictionary(s => s.Domain, s => new ImapClient(s, context.Time), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _sip = settings
        .Where(s => s.Type == LoginType.Sip)
        .Select(s => s.Domain)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private readonly LoginThrottle _throttle = new(context.Time);
    private readonly SemaphoreSlim _places = new(MaxLogins);

    /// <summary>Whether a mail server tells whose an account is, and no registrar.</summary>
    public bool IsImap(SipUri account) => _imap.ContainsKey(account.Host);

    /// <summary>What an account answers challenges with: HA1 as the page sends it, or in these domains the clear password. That one
    /// fits every realm and algorithm.</summary>
    public SipCredentials Credentials(SipUri account, string password)
    {
        var isClear = _sip.Contains(account.Host) || IsImap(account);
        return new()
        {
            Username = account.User ?? "",
            Ha1 = isClear ? null : password,
            Password = isClear ? password : null,
        };
    }

    /// <summary>Asks the mail server of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="credentials">What it answers challenges with.</param>
    /// <param name="source">Where the browser is.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    public async Task<LoginOutcome> LogInAsync(SipUri account, SipCredentials credentials, IPAddress source, CancellationToken cancellationToken)
    {
        var name = account.AddressOfRecord;
        if (_throttle.IsBlocked(source, name))
        {
            context.Logger.LogLoginBlocked(name, source);
            return LoginOutcome.Refused;
        }

        await _places.WaitAsync(cancellationToken);
        try
        {
            var outcome = await _imap[account.Host].LogInAsync(credentials.Username, credentials.Password!, cancellationToken);
            if (outcome.Problem is { } problem)
            {
                context.Logger.LogMailServerUnavailable(name, problem);
            }
            else if (!outcome.IsAccepted)
            {
                _throttle.Failed(source, name);
            }

            return outcome;
        }
        finally
        {
            _places.Release();
        }
    }
}
