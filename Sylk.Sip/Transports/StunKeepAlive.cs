using System.Buffers.Binary;
using System.Net;

namespace Sylk.Sip.Transports;

/// <summary>Answers the keep-alives that clients send over UDP: STUN binding requests (RFC 5626 sections 4.4.2 and 8). The
/// answer tells the client where its datagrams seem to come from, so that it notices when its NAT has changed its mind.</summary>
internal static class StunKeepAlive
{
    /// <summary>Bytes of the longest answer.</summary>
    public const int MaxAnswer = HeaderLength + 8 + 16;

    private const int HeaderLength = 20;
    private const ushort BindingRequest = 0x0001, BindingSuccess = 0x0101, XorMappedAddress = 0x0020;
    private const uint MagicCookie = 0x2112A442;

    /// <summary>Whether a datagram is STUN: a SIP message begins with a letter (RFC 5389 section 6).</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength && datagram[0] < 4 && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie
            && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == datagram.Length - HeaderLength;

    /// <summary>Writes the answer to a binding request.</summary>
    /// <returns>Its length; 0 if there is nothing to answer.</returns>
    public static int Answer(ReadOnlySpan<byte> datagram, IPEndPoint source, Span<byte> answer)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram) != BindingRequest)
        {
            return 0;
        }

        datagram[..HeaderLength].CopyTo(answer);
        var value = answer[(HeaderLength + 4)..];
        source.Address.TryWriteBytes(value[4..], out var addressLength);
        value[0] = 0;
        value[1] = (byte)(addressLength == 4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(source.Port ^ (int)(MagicCookie >> 16)));

        // The address is masked with the cookie and, if it is longer, the transaction id, which follows it in the header.
        for (var i = 0; i < addressLength; i++)
        {
            value[4 + i] ^= datagram[4 + i];
        }

        BinaryPrimitives.WriteUInt16BigEndian(answer, BindingSuccess);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)(8 + addressLength));
        BinaryPrimitives.WriteUInt16BigEndian(answer[HeaderLength..], XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(answer[(HeaderLength + 2)..], (ushort)(4 + addressLength));
        return HeaderLength + 8 + addressLength;
    }
}
