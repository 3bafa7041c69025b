using System.Net;
using System.Net.Sockets;

namespace Sylk.Server.Configuration;

/// <summary>Networks as written in settings: <c>192.0.2.1</c>, <c>10.0.0.0/8</c>, <c>fd00::/8</c>.</summary>
internal static class NetworkText
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (AddressText.TryParse(text, out var address))
        {
            network = new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
