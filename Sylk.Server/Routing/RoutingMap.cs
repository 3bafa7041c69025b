using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;

namespace Sylk.Server.Routing;

/// <summary>Finds the application for a Request-URI: <c>user@host</c> first, then <c>host</c> or <c>*@host</c>, then
/// <c>user</c> or <c>user@*</c>. Hosts compare without case, users as written.</summary>
internal sealed class RoutingMap
{
    private static readonly SearchValues<char> NotInUser = SearchValues.Create(" \t:;?,<>\"/");
    private readonly Dictionary<(string User, string Host), string> _byAddress = [];
    private readonly Dictionary<string, string> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _byUser = new(StringComparer.Ordinal);

    public RoutingMap(IEnumerable<KeyValuePair<string, string>> map)
    {
        foreach (var (key, application) in map)
        {
            if (!TryAdd(key, application, out var mistake))
            {
                throw new ArgumentException(mistake, nameof(map));
            }
        }
    }

    /// <summary>The mistake in a key, or <c>null</c>.</summary>
    public static string? Check(string key)
    {
        new RoutingMap([]).TryAdd(key, "", out var mistake);
        return mistake;
    }

    public string? Find(SipUri uri)
    {
        var host = Lower(uri.Host);
        return (uri.User is { } user && _byAddress.TryGetValue((user, host), out var application))
            || _byHost.TryGetValue(host, out application)
            || (uri.User is not null && _byUser.TryGetValue(uri.User, out application)) ? application : null;
    }

    private bool TryAdd(string key, string application, out string? mistake)
    {
        mistake = null;
        switch (key.Split('@'))
        {
            case [var word] when IsUser(word):
                // A bare word may be meant either way.
                _byHost[word] = application;
                _byUser[word] = application;
                return true;
            case ["*", var host] when IsHost(host):
                _byHost[host] = application;
                return true;
            case [var user, "*"] when IsUser(user):
                _byUser[user] = application;
                return true;
            case [var user, var host] when IsUser(user) && IsHost(host):
                _byAddress[(user, Lower(host))] = application;
                return true;
            default:
                mistake = "expected a key of the form user@host, user@*, *@host, host or user, without port";
                return false;
        }
    }

    private static bool IsUser(string text) => text.Length > 0 && text != "*" && !text.AsSpan().ContainsAny(NotInUser);

    private static bool IsHost(string text) => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4;

    [SuppressMessage("Globalization", "CA1308", Justification = "Hosts are written in lower case.")]
    private static string Lower(string host) => host.ToLowerInvariant();
}
