using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Sylk.Media.Ice;

namespace Sylk.Media.Plane;

/// <summary>The sockets of one loop for browsers, and the candidates that tell of them. There is a socket for each address, so
/// that an answer leaves from where the question came.</summary>
internal sealed class IcePorts : IDisposable
{
    private const int MaxAttempts = 16;

    private readonly MediaLoop _loop;
    private readonly IceMultiplexer _multiplexer;
    private readonly MediaPlaneOptions _options;
    private readonly List<IceUdpPort> _udp = [];
    private readonly List<IceTcpPort> _tcp = [];

    /// <exception cref="SocketException">An address or port cannot be bound.</exception>
    public IcePorts(MediaLoop loop, IceMultiplexer multiplexer, MediaPlaneOptions options, int index)
    {
        _loop = loop;
        _multiplexer = multiplexer;
        _options = options;
        var addresses = options.WebRtcAddresses.SelectMany(Expand).Distinct().ToList();
        if (options.WebRtcPort == 0)
        {
            BindAnywhere(addresses);
        }
        else
        {
            Bind(addresses, options.WebRtcPort + index);
        }
        EndPoints = [.. _udp.Select(udp => udp.LocalEndPoint)];
        Candidates = MakeCandidates();
    }

    /// <summary>Where browsers are heard over UDP, and over TCP if that is on.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    public IReadOnlyList<LocalCandidate> Candidates { get; }

    public void Dispose()
    {
        foreach (var udp in _udp)
        {
            udp.Dispose();
        }
        foreach (var tcp in _tcp)
        {
            tcp.Dispose();
        }
        _udp.Clear();
        _tcp.Clear();
    }

    /// <summary>A port that the system gives for one protocol may be taken for the other.</summary>
    private void BindAnywhere(IReadOnlyList<IPAddress> addresses)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Bind(addresses, 0);
                return;
            }
            catch (SocketException) when (attempt < MaxAttempts)
            {
                Dispose();
            }
        }
    }

    private void Bind(IReadOnlyList<IPAddress> addresses, int port)
    {
        foreach (var address in addresses)
        {
            var udp = new IceUdpPort(_loop, _multiplexer, new IPEndPoint(address, port));
            _udp.Add(udp);
            port = udp.LocalEndPoint.Port;
            if (_options.WebRtcTcp)
            {
                _tcp.Add(new IceTcpPort(_loop, _multiplexer, udp.LocalEndPoint, _options));
            }
        }
    }

    private List<LocalCandidate> MakeCandidates()
    {
        var advertised = _options.WebRtcAdvertisedAddresses.Count == 0
            ? [.. EndPoints]
            : _options.WebRtcAdvertisedAddresses.Select(address => new IPEndPoint(address, EndPoints[0].Port)).ToList();
        var candidates = new List<LocalCandidate>();
        var udpPreference = ushort.MaxValue;
        foreach (var endPoint in advertised)
        {
            candidates.Add(new($"{candidates.Count + 1}", IceCandidatePriority.Udp(udpPreference--), false, endPoint));
        }
        if (_options.WebRtcTcp)
        {
            var tcpPreference = IceCandidatePriority.MaxTcpPreference;
            foreach (var endPoint in advertised)
            {
                candidates.Add(new($"{candidates.Count + 1}", IceCandidatePriority.Tcp(tcpPreference--), true, endPoint));
            }
        }
        return candidates;
    }

    /// <summary>An unspecified address stands for those of the host: loopback last, link-local not at all.</summary>
    private static IEnumerable<IPAddress> Expand(IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
        {
            return [address];
        }
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(candidate => candidate.AddressFamily == address.AddressFamily && !candidate.IsIPv6LinkLocal)
            .OrderBy(IPAddress.IsLoopback);
    }
}
