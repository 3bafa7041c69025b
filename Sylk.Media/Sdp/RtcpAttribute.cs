using System.Globalization;
using System.Net;

namespace Sylk.Media.Sdp;

/// <summary><c>a=rtcp:</c> (RFC 3605): where RTCP goes. Without an address, it is the one of the m-line.</summary>
public readonly record struct RtcpAttribute(int Port, IPAddress? Address)
{
    public static bool TryParse(ReadOnlySpan<char> value, out RtcpAttribute rtcp)
    {
        rtcp = default;
        FieldReader fields = new(value);
        if (!fields.TryReadUInt32(out uint port) || port > ushort.MaxValue)
        {
            return false;
        }

        IPAddress? address = null;
        if (fields.TryRead(out ReadOnlySpan<char> network))
        {
            if (!fields.TryRead(out ReadOnlySpan<char> type) || !fields.TryRead(out ReadOnlySpan<char> host))
            {
                return false;
            }

            address = SdpConnection.AddressOf(network.ToString(), type.ToString(), host.ToString());
            if (address is null)
            {
                return false;
            }
        }

        rtcp = new((int)port, address);
        return true;
    }

    public override string ToString() => Address is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Port} IN {SdpConnection.TypeOf(Address)} {Address}");
}
