using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Sylk.Sip.Resolution;

/// <summary>Writes queries and reads answers (RFC 1035 section 4).</summary>
internal static class DnsMessage
{
    public const int MaxRecords = 64;

    private const int HeaderLength = 12;
    private const int MaxNameLength = 253;
    private const int MaxPointers = 16;
    private const ushort Internet = 1;

    /// <exception cref="FormatException">The name cannot be asked for.</exception>
    public static byte[] Query(ushort id, string name, DnsType type)
    {
        var query = new byte[HeaderLength + name.Length + 6];
        BinaryPrimitives.WriteUInt16BigEndian(query, id);
        query[2] = 1; // recursion desired
        query[5] = 1; // one question
        var at = HeaderLength;
        foreach (var label in name.Split('.'))
        {
            if (label.Length is 0 or > 63 || name.Length > MaxNameLength || !Ascii.IsValid(label))
            {
                throw new FormatException("the name is no domain name");
            }

            query[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, query.AsSpan(at));
        }

        at++;
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(at), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(at + 2), Internet);
        return query;
    }

    /// <summary>Reads the answer to a query.</summary>
    /// <returns><c>null</c> if it is not for this query, or malformed.</returns>
    public static DnsAnswer? Parse(ReadOnlySpan<byte> message, ushort id, string name, DnsType type)
    {
        if (message.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0xF8) != 0x80
            || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
        {
            return null;
        }

        var at = HeaderLength;
        if (ReadName(message, ref at) is not { } asked || !asked.Equals(name, StringComparison.OrdinalIgnoreCase) || at + 4 > message.Length
            || BinaryPrimitives.ReadUInt16BigEndian(message[at..]) != (ushort)type || BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) != Internet)
        {
            return null;
        }

        at += 4;
        var code = message[3] & 0x0F;
        if ((message[2] & 2) != 0)
        {
            return new(code, true, []);
        }

        var records = new List<DnsRecord>();
        for (var left = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(message[6..]), (ushort)MaxRecords); left > 0; left--)
        {
            if (!TryReadRecord(message, ref at, out var record))
            {
                return null;
            }

            if (record is not null)
            {
                records.Add(record);
            }
        }

        return new(code, false, records);
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, out DnsRecord? record)
    {
        record = null;
        if (ReadName(message, ref at) is not { } name || at + 10 > message.Length)
        {
            return false;
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var isInternet = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == Internet;
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]);
        ttl = ttl > int.MaxValue ? 0 : ttl; // RFC 2181 section 8
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        at += 10;
        if (at + length > message.Length)
        {
            return false;
        }

        var data = at;
        at += length;
        record = isInternet ? ReadData(message[..at], data, type, name, ttl) : null;
        return true;
    }

    /// <summary>The record, or <c>null</c> where it is of another type or malformed.</summary>
    private static DnsRecord? ReadData(ReadOnlySpan<byte> message, int at, DnsType type, string name, uint ttl)
    {
        var data = message[at..];
        switch (type)
        {
            case DnsType.A when data.Length == 4:
            case DnsType.Aaaa when data.Length == 16:
                return new AddressRecord(name, ttl, new IPAddress(data));
            case DnsType.Cname when ReadName(message, ref at) is { } target:
                return new CnameRecord(name, ttl, target);
            case DnsType.Srv when data.Length > 6:
                var (priority, weight, port) = (Number(data), Number(data[2..]), Number(data[4..]));
                at += 6;
                return ReadName(message, ref at) is { } host ? new SrvRecord(name, ttl, priority, weight, port, host) : null;
            case DnsType.Naptr when data.Length > 4:
                var (order, preference) = (Number(data), Number(data[2..]));
                at += 4;
                return ReadText(message, ref at) is { } flags && ReadText(message, ref at) is { } service && ReadText(message, ref at) is not null
                    && ReadName(message, ref at) is { } replacement
                    ? new NaptrRecord(name, ttl, order, preference, flags, service, replacement)
                    : null;
            default:
                return null;
        }
    }

    private static ushort Number(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data);

    private static string? ReadText(ReadOnlySpan<byte> message, ref int at)
    {
        if (at >= message.Length || at + 1 + message[at] > message.Length)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(message.Slice(at + 1, message[at]));
        at += 1 + text.Length;
        return text;
    }

    /// <summary>A name, lower case; pointers lead backwards only, so that it ends.</summary>
    private static string? ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var (position, end, pointers) = (at, -1, 0);
        while (position < message.Length)
        {
            var length = message[position];
            if (length == 0)
            {
                at = end < 0 ? position + 1 : end;
                return name.ToString();
            }

            if (length >= 0xC0)
            {
                if (position + 2 > message.Length || ++pointers > MaxPointers)
                {
                    return null;
                }

                end = end < 0 ? position + 2 : end;
                var target = ((length & 0x3F) << 8) | message[position + 1];
                if (target >= position)
                {
                    return null;
                }

                position = target;
                continue;
            }

            if (length > 63 || position + 1 + length > message.Length || name.Length + 1 + length > MaxNameLength)
            {
                return null;
            }

            name.Append(name.Length == 0 ? "" : ".").Append(Encoding.Latin1.GetString(message.Slice(position + 1, length)).ToLowerInvariant());
            position += 1 + length;
        }

        return null;
    }
}

/// <summary>What a server said.</summary>
/// <param name="Code">0: there is an answer, perhaps an empty one; 3: there is no such name; otherwise a failure.</param>
/// <param name="IsTruncated">It is to be asked again over TCP.</param>
/// <param name="Records">The answer section as far as it is understood.</param>
internal sealed record DnsAnswer(int Code, bool IsTruncated, IReadOnlyList<DnsRecord> Records);
