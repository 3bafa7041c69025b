using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;

namespace Sylk.Registrar.Authentication;

/// <summary>Counts failed authentications per source address and per account within a window of time. A source that goes
/// beyond its limit waits for the next window. An account under attack from many sources is closed to all but those where
/// its owner was seen before, so that nobody can lock the owner out.</summary>
/// <remarks>Memory is bounded: sources by <see cref="MaxSources"/>, accounts by their number. Safe for concurrent use.</remarks>
internal sealed class FailureThrottle(TimeProvider time, TimeSpan window, int perSource, int perAccount)
{
    public const int MaxSources = 16_384;

    /// <summary>The source of requests made in this process: many users share it, so it has no limit of its own.</summary>
    public const string Inside = "inside";

    private const int MaxKnownSources = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _sources = [];
    private readonly Dictionary<Account, AccountState> _accounts = [];
    private long _windowStart = time.GetTimestamp();

    /// <summary>What counts as one source: an IPv4 address, or a /64 of IPv6, which is what one subscriber has.</summary>
    public static string SourceOf(SipPeer peer)
    {
        if (peer.Transport == "LOCAL")
        {
            return Inside;
        }

        var address = peer.RemoteEndPoint.Address;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }

    /// <summary>Whether credentials are not even to be looked at.</summary>
    /// <param name="source">See <see cref="SourceOf"/>.</param>
    /// <param name="account">The account claimed, if it exists.</param>
    /// <param name="retryAfter">When to come again.</param>
    public bool IsBlocked(string source, Account? account, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            BeginWindow();
            retryAfter = window - time.GetElapsedTime(_windowStart);
            return (source != Inside && _sources.GetValueOrDefault(source) >= perSource)
                || (account is not null && _accounts.TryGetValue(account, out var state)
                    && state.Failures >= perAccount && !state.KnownSources.Contains(source));
        }
    }

    /// <summary>Counts a wrong secret.</summary>
    public void Failed(string source, Account? account)
    {
        lock (_lock)
        {
            BeginWindow();
            if (source != Inside && (_sources.Count < MaxSources || _sources.ContainsKey(source)))
            {
                _sources[source] = _sources.GetValueOrDefault(source) + 1;
            }

            if (account is not null)
            {
                StateOf(account).Failures++;
            }
        }
    }

    /// <summary>Remembers that the owner was seen at a source.</summary>
    public void Succeeded(string source, Account account)
    {
        if (source == Inside)
        {
            return;
        }

        lock (_lock)
        {
            var known = StateOf(account).KnownSources;
            if (known.Count > 0 && known[^1] == source)
            {
                return;
            }

            known.Remove(source);
            if (known.Count == MaxKnownSources)
            {
                known.RemoveAt(0);
            }

            known.Add(source);
        }
    }

    private AccountState StateOf(Account account)
    {
        if (!_accounts.TryGetValue(account, out var state))
        {
            _accounts[account] = state = new();
        }

        return state;
    }

    private void BeginWindow()
    {
        if (time.GetElapsedTime(_windowStart) < window)
        {
            return;
        }

        _windowStart = time.GetTimestamp();
        _sources.Clear();
        foreach (var state in _accounts.Values)
        {
            state.Failures = 0;
        }
    }

    private sealed class AccountState
    {
        public int Failures { get; set; }

        /// <summary>Last seen last.</summary>
        public List<string> KnownSources { get; } = [];
    }
}
