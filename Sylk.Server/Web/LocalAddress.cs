using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sylk.Server.Web;

/// <summary>Addresses of this machine.</summary>
internal static class LocalAddress
{
    /// <summary>The address others most likely reach: the first that is not loopback, if there is one.</summary>
    public static IPAddress First(AddressFamily family) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == family && !a.IsIPv6LinkLocal)
        ?? (family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback);
}
