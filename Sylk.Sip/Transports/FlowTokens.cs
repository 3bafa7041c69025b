using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>Names flows. The name of a connection is random; that of a UDP 5-tuple is the tuple itself, authenticated, so
/// that no table grows with what spoofed sources send (RFC 5626 section 5.2).</summary>
internal sealed class FlowTokens
{
    private const int MacLength = 10;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public static SipFlow Random() => new("c" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)));

    /// <param name="listener">Number of the UDP listener.</param>
    /// <param name="remote">The other end.</param>
    public SipFlow ForUdp(byte listener, IPEndPoint remote)
    {
        Span<byte> token = stackalloc byte[32];
        token[0] = listener;
        BinaryPrimitives.WriteUInt16BigEndian(token[1..], (ushort)remote.Port);
        remote.Address.TryWriteBytes(token[3..], out var addressLength);
        var length = 3 + addressLength;
        Mac(token[..length], token.Slice(length, MacLength));
        return new("u" + Base64Url.EncodeToString(token[..(length + MacLength)]));
    }

    public bool TryReadUdp(SipFlow flow, out byte listener, out IPEndPoint? remote)
    {
        (listener, remote) = (0, null);
        Span<byte> token = stackalloc byte[32];
        if (flow.Token is not ['u', .. var text] || text.Length > 40
            || !Base64Url.TryDecodeFromChars(text, token, out var length) || length - MacLength is not (7 or 19))
        {
            return false;
        }

        var tuple = token[..(length - MacLength)];
        Span<byte> mac = stackalloc byte[MacLength];
        Mac(tuple, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token[tuple.Length..length]))
        {
            return false;
        }

        listener = tuple[0];
        remote = new(new IPAddress(tuple[3..]), BinaryPrimitives.ReadUInt16BigEndian(tuple[1..]));
        return true;
    }

    private void Mac(ReadOnlySpan<byte> tuple, Span<byte> mac)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, tuple, hash);
        hash[..MacLength].CopyTo(mac);
    }
}
