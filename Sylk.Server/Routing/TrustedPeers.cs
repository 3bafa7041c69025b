using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sylk.Server.Configuration;

namespace Sylk.Server.Routing;

/// <summary>Tells the addresses in <c>sip.trusted_peers</c>. Host names are looked up again every few minutes; while that
/// fails, the addresses from before hold.</summary>
internal sealed partial class TrustedPeers : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly IPNetwork[] Private = [.. ((string[])
        ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"]).Select(n => IPNetwork.Parse(n))];

    private readonly List<IPNetwork> _networks = [];
    private readonly Dictionary<string, HashSet<IPAddress>> _names = [];
    private readonly Func<string, IPAddress[]> _resolve;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private readonly bool _isAny;
    private volatile HashSet<IPAddress> _resolved = [];

    /// <param name="entries">The setting.</param>
    /// <param name="resolve">Finds the addresses of a host name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what an operator has to know.</param>
    /// <exception cref="IOException">A host name cannot be resolved.</exception>
    public TrustedPeers(IEnumerable<string> entries, Func<string, IPAddress[]> resolve, TimeProvider time, ILogger logger)
    {
        (_resolve, _logger) = (resolve, logger);
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case TrustedPeerText.Any:
                    _isAny = true;
                    LogAny();
                    break;
                case TrustedPeerText.None:
                    break;
                case TrustedPeerText.Private:
                    _networks.AddRange(Private);
                    break;
                case var text when NetworkText.TryParse(text, out var network):
                    _networks.Add(network);
                    break;
                default:
                    _names[entry] = ResolveFirst(entry);
                    break;
            }
        }

        if (_names.Count > 0)
        {
            _resolved = [.. _names.Values.SelectMany(a => a)];
            _timer = time.CreateTimer(_ => ResolveAgain(), null, Interval, Interval);
        }
    }

    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _isAny || _networks.Exists(n => n.Contains(plain)) || _resolved.Contains(plain);
    }

    public void Dispose() => _timer?.Dispose();

    private HashSet<IPAddress> ResolveFirst(string name)
    {
        try
        {
            return [.. _resolve(name)];
        }
        catch (SocketException e)
        {
            throw new IOException($"sip.trusted_peers: {name} cannot be resolved: {e.Message}", e);
        }
    }

    private void ResolveAgain()
    {
        foreach (var name in _names.Keys)
        {
            try
            {
                _names[name] = [.. _resolve(name)];
            }
            catch (SocketException e)
            {
                LogNotResolved(name, e.Message);
            }
        }

        _resolved = [.. _names.Values.SelectMany(a => a)];
    }

    [LoggerMessage(EventId = 180, Level = LogLevel.Warning, Message = "sip.trusted_peers is \"any\": whoever reaches this server may send requests to its applications")]
    private partial void LogAny();

    [LoggerMessage(EventId = 181, Level = LogLevel.Warning, Message = "sip.trusted_peers: {Name} cannot be resolved any more, its last addresses hold: {Reason}")]
    private partial void LogNotResolved(string name, string reason);
}
