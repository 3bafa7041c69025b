using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sylk.Media.Sockets;

/// <summary>IP address and port as a value that is compared and hashed without memory: what an <see cref="IPEndPoint"/> is
/// elsewhere. IPv4 addresses mapped into IPv6 are kept as IPv4.</summary>
internal readonly struct TransportAddress : IEquatable<TransportAddress>
{
    /// <summary>sizeof(struct sockaddr_in6), the larger of the two.</summary>
    public const int MaxSocketAddressLength = 28;

    private const int SocketAddressLengthV4 = 16;
    private const ushort FamilyV4 = 2;
    private const ushort FamilyV6 = 10;
    private const uint MappedPrefix = 0xFFFF;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly uint _scope;
    private readonly ushort _family;

    private TransportAddress(ushort family, ulong high, ulong low, uint scope, ushort port)
    {
        _family = family;
        _high = high;
        _low = low;
        _scope = scope;
        Port = port;
    }

    public ushort Port { get; }

    /// <summary>The default value: no address.</summary>
    public bool IsNone => _family == 0;

    public bool IsV6 => _family == FamilyV6;

    public bool IsUnspecified => (_high | _low) == 0;

    public bool IsLoopback => IsV6 ? _high == 0 && _low == 1 : _low >> 24 == 127;

    public bool IsMulticast => IsV6 ? _high >> 56 == 0xFF : _low >> 28 == 0xE;

    /// <summary>255.255.255.255; a subnet's broadcast address is refused by the kernel.</summary>
    public bool IsBroadcast => !IsV6 && _low == uint.MaxValue;

    /// <summary>fe80::/10 or 169.254.0.0/16, where cloud metadata services live.</summary>
    public bool IsLinkLocal => IsV6 ? _high >> 54 == 0xFE80 >> 6 : _low >> 16 == 0xA9FE;

    public static bool operator ==(TransportAddress a, TransportAddress b) => a.Equals(b);

    public static bool operator !=(TransportAddress a, TransportAddress b) => !a.Equals(b);

    public static TransportAddress From(IPEndPoint endPoint)
    {
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new(FamilyV4, 0, BinaryPrimitives.ReadUInt32BigEndian(bytes), 0, (ushort)endPoint.Port)
            : new(FamilyV6, BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                (uint)address.ScopeId, (ushort)endPoint.Port);
    }

    /// <summary>Reads a struct sockaddr_in or sockaddr_in6.</summary>
    public static TransportAddress ReadSocketAddress(ReadOnlySpan<byte> bytes)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (MemoryMarshal.Read<ushort>(bytes) == FamilyV4)
        {
            return new(FamilyV4, 0, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), 0, port);
        }
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        return high == 0 && low >> 32 == MappedPrefix
            ? new(FamilyV4, 0, (uint)low, 0, port)
            : new(FamilyV6, high, low, MemoryMarshal.Read<uint>(bytes[24..]), port);
    }

    /// <summary>Writes a struct sockaddr_in or sockaddr_in6 and returns its length.</summary>
    public int WriteSocketAddress(Span<byte> bytes)
    {
        MemoryMarshal.Write(bytes, _family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], Port);
        if (!IsV6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)_low);
            bytes[8..SocketAddressLengthV4].Clear();
            return SocketAddressLengthV4;
        }
        bytes[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _low);
        MemoryMarshal.Write(bytes[24..], _scope);
        return MaxSocketAddressLength;
    }

    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!IsV6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_low);
            return new(new IPAddress(bytes[..4]), Port);
        }
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        return new(new IPAddress(bytes, _scope), Port);
    }

    /// <summary>Whether both are the same IP address, whatever the ports.</summary>
    public bool HasSameHost(TransportAddress other) =>
        _low == other._low && _high == other._high && _family == other._family;

    public bool Equals(TransportAddress other) => HasSameHost(other) && Port == other.Port && _scope == other._scope;

    public override bool Equals(object? obj) => obj is TransportAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_low, _high, Port);

    public override string ToString() => IsNone ? "none" : ToEndPoint().ToString();
}
