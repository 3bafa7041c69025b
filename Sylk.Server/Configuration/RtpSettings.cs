using Sylk.Abstractions.Configuration;
using Sylk.Abstractions.Media;

namespace Sylk.Server.Configuration;

/// <summary><c>[rtp]</c></summary>
internal sealed class RtpSettings : IValidatedSettings
{
    [Setting("First and last UDP port. Every stream takes an even port for RTP and the next one for RTCP.", Min = 1024, Max = 65535)]
    public IReadOnlyList<int> PortRange { get; init; } = [50000, 50500];

    [Setting("Address told to SIP peers in SDP instead of the local one. Without the key `sip.advertised_ip`.")]
    public string? AdvertisedIp { get; init; }

    [Setting("Protection offered to SIP peers: `none`, `sdes_optional` (RTP/AVP with a key, plain if the peer has none), `sdes` (RTP/SAVP) or `dtls` (DTLS-SRTP). Offers of peers are answered as they ask, except with `none`.")]
    public MediaEncryption Encryption { get; init; } = MediaEncryption.SdesOptional;

    [Setting("A call ends when nothing arrives for so long on a stream that should receive; 0 switches this off.", Min = 0, Max = 86400, Unit = "s")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public void Validate(ISettingsProblems problems)
    {
        if (PortRange is not [var first, var last] || first % 2 != 0 || last <= first)
        {
            problems.Add("port_range", "expected two ports, the first one even and smaller than the second");
        }

        if (AdvertisedIp is not null && !AddressText.TryParse(AdvertisedIp, out _))
        {
            problems.Add("advertised_ip", "expected an IP address");
        }
    }
}
