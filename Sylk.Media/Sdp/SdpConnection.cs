using System.Net;
using System.Net.Sockets;

namespace Sylk.Media.Sdp;

/// <summary>The <c>c=</c> line (RFC 8866 section 5.7).</summary>
/// <param name="NetworkType"><c>IN</c>.</param>
/// <param name="AddressType"><c>IP4</c> or <c>IP6</c>.</param>
/// <param name="Address">Address or host name, for multicast with <c>/ttl</c> and <c>/count</c>.</param>
public sealed record SdpConnection(string NetworkType, string AddressType, string Address)
{
    public SdpConnection(IPAddress address)
        : this("IN", TypeOf(address), address.ToString())
    {
    }

    /// <summary>The address, or <c>null</c> when it is a host name or not an address of the type given.</summary>
    public IPAddress? IPAddress => AddressOf(NetworkType, AddressType, Address);

    public static bool TryParse(string value, out SdpConnection connection)
    {
        string[] fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 3)
        {
            connection = null!;
            return false;
        }

        connection = new(fields[0], fields[1], fields[2]);
        return true;
    }

    /// <summary>Reads the three fields that name an address wherever SDP has them.</summary>
    public static IPAddress? AddressOf(string networkType, string addressType, string address)
    {
        AddressFamily family = addressType switch
        {
            "IP4" => AddressFamily.InterNetwork,
            "IP6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        int slash = address.IndexOf('/', StringComparison.Ordinal);
        ReadOnlySpan<char> digits = slash < 0 ? address : address.AsSpan(0, slash);
        return networkType == "IN" && System.Net.IPAddress.TryParse(digits, out IPAddress? parsed) && parsed.AddressFamily == family ? parsed : null;
    }

    /// <summary><c>IP4</c> or <c>IP6</c>.</summary>
    public static string TypeOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";

    public override string ToString() => $"{NetworkType} {AddressType} {Address}";
}
