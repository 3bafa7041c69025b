using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Negotiation;

/// <summary>Where a peer may ask us to send media. A description is written by a stranger: it must not turn this server
/// into a sender of packets to whole networks or to services of its own machine.</summary>
internal static class PeerAddress
{
    private const int FirstUnprivilegedPort = 1024;

    /// <summary>Why nothing may be sent there; <c>null</c> if it may.</summary>
    public static string? Refusal(IPEndPoint endPoint, bool allowLocal)
    {
        IPAddress address = endPoint.Address;
        if (endPoint.Port < FirstUnprivilegedPort)
        {
            return "its port is below 1024";
        }

        if (address.IsIPv4MappedToIPv6 || IsMulticastOrReserved(address))
        {
            return "its address is not that of one host";
        }

        return !allowLocal && IsLocal(address) ? "its address is a loopback or link-local one" : null;
    }

    private static bool IsLocal(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal ||
        (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..] or [0, ..]);

    private static bool IsMulticastOrReserved(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6Multicast
        : address.GetAddressBytes()[0] >= 224;
}
