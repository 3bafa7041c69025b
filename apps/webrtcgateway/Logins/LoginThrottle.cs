using System.Net;
using System.Net.Sockets;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>Counts wrong passwords within a window of time, for each source and for each account at each source. Others than the
/// guesser are not locked out. Memory is bounded. May be used on any thread.</summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    private const int MaxPerSource = 20;
    private const int MaxPerAccount = 5;
    private const int MaxEntries = 16_384;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _failures = [];
    private long _windowStart = time.GetTimestamp();

    /// <summary>Whether a password is not even to be looked at. When more is going on than can be counted it is not.</summary>
    public bool IsBlocked(IPAddress source, string account)
    {
        lock (_lock)
        {
            BeginWindow();
            return _failures.GetValueOrDefault(SourceOf(source)) >= MaxPerSource
                || _failures.GetValueOrDefault($"{SourceOf(source)} {account}") >= MaxPerAccount
                || _failures.Count >= MaxEntries;
        }
    }

    /// <summary>Counts a wrong password.</summary>
    public void Failed(IPAddress source, string account)
    {
        lock (_lock)
        {
            BeginWindow();
            foreach (var key in (ReadOnlySpan<string>)[SourceOf(source), $"{SourceOf(source)} {account}"])
            {
                _failures[key] = _failures.GetValueOrDefault(key) + 1;
            }
        }
    }

    private void BeginWindow()
    {
        if (time.GetElapsedTime(_windowStart) >= Window)
        {
            _windowStart = time.GetTimestamp();
            _failures.Clear();
        }
    }

    /// <summary>An IPv4 address, or a /64 of IPv6, which is what one subscriber has.</summary>
    private static string SourceOf(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString()
            : address.ToString();
    }
}
