using System.Net;
using System.Net.Sockets;
using Sylk.Media.Plane;
using Sylk.Media.Sessions;
using Sylk.Server.Configuration;
using Sylk.Server.Web;

namespace Sylk.Server.Media;

/// <summary>The settings of the server in the words of the media library.</summary>
internal static class MediaSettings
{
    public static MediaPlaneOptions PlaneOptions(ServerSettings settings)
    {
        var rtpAddress = RtpAddress(settings.Sip);
        var advertised = settings.Rtp.AdvertisedIp ?? settings.Sip.AdvertisedIp;
        return new()
        {
            WebRtcAddresses = [.. settings.WebRtc.Listen.Select(IPAddress.Parse)],
            WebRtcPort = settings.WebRtc.Port,
            WebRtcTcp = settings.WebRtc.Tcp,
            WebRtcAdvertisedAddresses = [.. settings.WebRtc.AdvertisedIps.Select(IPAddress.Parse)],
            RtpAddress = rtpAddress,
            RtpAdvertisedAddress = advertised is null ? ReachableInPlaceOf(rtpAddress) : IPAddress.Parse(advertised),
            RtpPortStart = settings.Rtp.PortRange[0],
            RtpPortEnd = settings.Rtp.PortRange[1] + 1,
            RtpTimeout = settings.Rtp.Timeout,
        };
    }

    public static MediaServiceOptions ServiceOptions(ServerSettings settings) => new()
    {
        Encryption = settings.Rtp.Encryption,
        AllowLocalPeers = IPAddress.IsLoopback(RtpAddress(settings.Sip)),
    };

    /// <summary>Media of SIP peers is received where their signalling is; IPv4 if there are both.</summary>
    private static IPAddress RtpAddress(SipSettings sip)
    {
        var addresses = sip.Listen.Select(IPAddress.Parse).ToList();
        return addresses.Find(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    /// <summary>In SDP an unspecified address would mean a hold.</summary>
    private static IPAddress? ReachableInPlaceOf(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? LocalAddress.First(address.AddressFamily) : null;
}
