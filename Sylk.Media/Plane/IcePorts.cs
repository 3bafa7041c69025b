using System.Net;
using System.Net.NetworkInformation;
using Sylk.Media.Ice;

namespace Sylk.Media.Plane;

/// <summary>The sockets of one loop for browsers, and the candidates that tell of them. There is a socket for each address, so
/// that an answer leaves from where the question came.</summary>
internal sealed class IcePorts : IDisposable
{
    private readonly List<IceUdpPort> _udp = [];

    public IcePorts(MediaLoop loop, IceMultiplexer multiplexer, MediaPlaneOptions options, int index)
    {
        var port = options.WebRtcPort == 0 ? 0 : options.WebRtcPort + index;
        foreach (var address in options.WebRtcAddresses.SelectMany(Expand).Distinct())
        {
            var udp = new IceUdpPort(loop, multiplexer, new IPEndPoint(address, port));
            port = udp.LocalEndPoint.Port;
            _udp.Add(udp);
        }
        EndPoints = [.. _udp.Select(udp => udp.LocalEndPoint)];
        Candidates = MakeCandidates(options);
    }

    public IReadOnlyList<IPEndPoint> EndPoints { get; }

    public IReadOnlyList<LocalCandidate> Candidates { get; }

    public void Dispose()
    {
        foreach (var udp in _udp)
        {
            udp.Dispose();
        }
    }

    private List<LocalCandidate> MakeCandidates(MediaPlaneOptions options)
    {
        var advertised = options.WebRtcAdvertisedAddresses.Count == 0
            ? [.. EndPoints]
            : options.WebRtcAdvertisedAddresses.Select(address => new IPEndPoint(address, EndPoints[0].Port)).ToList();
        var candidates = new List<LocalCandidate>();
        var preference = ushort.MaxValue;
        foreach (var endPoint in advertised)
        {
            candidates.Add(new($"{candidates.Count + 1}", IceCandidatePriority.Udp(preference--), false, endPoint));
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
