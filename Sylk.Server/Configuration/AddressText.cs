using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Sylk.Server.Configuration;

/// <summary>IP addresses as written in settings: complete ones alone, while the framework also takes <c>10.1</c> for 10.0.0.1.</summary>
internal static class AddressText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);
}
