using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sylk.Sip.Transports;

/// <summary>Which of our addresses a peer sees.</summary>
internal sealed class LocalAddresses(IPAddress? advertised, TimeProvider time)
{
    private const int MaxRoutes = 4096;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<IPAddress, IPAddress> _routes = new();
    private HashSet<IPAddress> _interfaces = [];
    private long _refreshedAt;

    /// <summary>The address from which packets to a peer leave.</summary>
    /// <param name="bound">What the socket is bound to.</param>
    /// <param name="remote">The peer.</param>
    public IPAddress Towards(IPAddress bound, IPAddress remote)
    {
        if (!IsAny(bound))
        {
            return bound;
        }

        ForgetRoutesInTime();
        return _routes.TryGetValue(remote, out var known) ? known : FindRoute(remote);
    }

    /// <summary>The address to write into Via and Contact for a peer: the advertised one, except on the loopback where it
    /// means nothing.</summary>
    public IPAddress ReachableFrom(IPAddress bound, IPAddress remote) =>
        advertised is not null && !IPAddress.IsLoopback(remote) && advertised.AddressFamily == remote.AddressFamily
            ? advertised
            : Towards(bound, remote);

    /// <summary>Whether packets to an address end at a socket bound to <paramref name="bound"/>.</summary>
    public bool Covers(IPAddress bound, IPAddress address)
    {
        if (address.Equals(bound) || address.Equals(advertised))
        {
            return true;
        }

        if (!IsAny(bound) || address.AddressFamily != bound.AddressFamily)
        {
            return false;
        }

        ForgetRoutesInTime();
        return IPAddress.IsLoopback(address) || _interfaces.Contains(address);
    }

    /// <summary>An address as the host of a URI.</summary>
    public static string ToHost(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? $"[{new IPAddress(address.GetAddressBytes())}]" // without scope
        : address.ToString();

    public static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private IPAddress FindRoute(IPAddress remote)
    {
        IPAddress local;
        try
        {
            // Connecting a datagram socket sends nothing, it only asks the routing table.
            using var probe = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(remote, 9);
            local = ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            local = remote.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        }

        if (_routes.Count < MaxRoutes)
        {
            _routes[remote] = local;
        }

        return local;
    }

    /// <summary>Interfaces and routes change; what is remembered of them lasts a minute.</summary>
    private void ForgetRoutesInTime()
    {
        var last = Volatile.Read(ref _refreshedAt);
        if (last != 0 && time.GetElapsedTime(last) < Refresh)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _refreshedAt, time.GetTimestamp(), last) == last)
        {
            _interfaces = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)];
            _routes.Clear();
        }
    }
}
