using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[webrtc]</c></summary>
internal sealed class WebRtcSettings : IValidatedSettings
{
    [Setting("Port for the media of all browsers, UDP and TCP; 0 takes a free one.", Min = 0, Max = 65535)]
    public int Port { get; init; } = 10889;

    [Setting("Whether browsers may connect over TCP where UDP does not get through (RFC 6544).")]
    public bool Tcp { get; init; } = true;

    [Setting("IP addresses on which media of browsers is received; `0.0.0.0` and `::` mean all.")]
    public IReadOnlyList<string> Listen { get; init; } = ["127.0.0.1"];

    [Setting("Addresses offered to browsers as candidates instead of the local ones: the public address of a server behind NAT.")]
    public IReadOnlyList<string> AdvertisedIps { get; init; } = [];

    public void Validate(ISettingsProblems problems)
    {
        if (Listen.Count == 0)
        {
            problems.Add("listen", "expected at least one IP address");
        }

        Check("listen", Listen, problems);
        Check("advertised_ips", AdvertisedIps, problems);
    }

    private static void Check(string key, IReadOnlyList<string> addresses, ISettingsProblems problems)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!AddressText.TryParse(addresses[i], out _))
            {
                problems.Add($"{key}[{i}]", "expected an IP address");
            }
        }
    }
}
