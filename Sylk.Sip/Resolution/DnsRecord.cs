using System.Net;

namespace Sylk.Sip.Resolution;

/// <summary>Types of records that the resolver asks for (RFC 1035, RFC 3596, RFC 2782, RFC 3403).</summary>
internal enum DnsType : ushort
{
    A = 1,
    Cname = 5,
    Aaaa = 28,
    Srv = 33,
    Naptr = 35,
}

/// <summary>A record of an answer.</summary>
/// <param name="Name">Its owner, lower case, without the final dot.</param>
/// <param name="TimeToLive">Seconds.</param>
internal abstract record DnsRecord(string Name, uint TimeToLive);

internal sealed record AddressRecord(string Name, uint TimeToLive, IPAddress Address) : DnsRecord(Name, TimeToLive);

internal sealed record CnameRecord(string Name, uint TimeToLive, string Target) : DnsRecord(Name, TimeToLive);

internal sealed record SrvRecord(string Name, uint TimeToLive, ushort Priority, ushort Weight, ushort Port, string Target) : DnsRecord(Name, TimeToLive);

internal sealed record NaptrRecord(
    string Name, uint TimeToLive, ushort Order, ushort Preference, string Flags, string Service, string Replacement) : DnsRecord(Name, TimeToLive);
