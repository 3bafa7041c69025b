using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sylk.Sip.Resolution;

/// <summary>A stub resolver: asks the recursive servers of this system and remembers what they say.</summary>
/// <param name="servers">Asked in this order.</param>
/// <param name="time">The clock of the cache.</param>
/// <param name="timeout">How long one server may take.</param>
internal sealed class DnsClient(IReadOnlyList<IPEndPoint> servers, TimeProvider time, TimeSpan timeout)
{
    private const int Rounds = 2;
    private const int MaxCached = 10_000;
    private const int MaxAliases = 8;
    private const uint MaxTimeToLive = 24 * 3600;

    /// <summary>How long it is remembered that there is nothing.</summary>
    private const uint NegativeTimeToLive = 30;

    /// <summary>How long servers that were silent are left alone: one resolution asks for many names.</summary>
    private static readonly TimeSpan SilencePause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Name, DnsType Type), Cached> _cache = new();

    private long _silentSince;

    /// <summary>Shown one line for each question that was asked; may be changed at any time.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Whether there is a server to ask.</summary>
    public bool HasServers => servers.Count > 0;

    /// <summary>The servers of /etc/resolv.conf.</summary>
    public static DnsClient ForSystem(TimeProvider time) => new(ReadServers("/etc/resolv.conf"), time, TimeSpan.FromSeconds(2));

    public static IReadOnlyList<IPEndPoint> ReadServers(string file)
    {
        try
        {
            return [.. File.ReadLines(file)
                .Select(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
                .Where(w => w.Length > 1 && w[0] == "nameserver")
                .Select(w => IPAddress.TryParse(w[1], out var address) ? new IPEndPoint(address, 53) : null)
                .OfType<IPEndPoint>().Take(3)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The records of a name, behind its aliases. Empty where there are none.</summary>
    /// <exception cref="IOException">No server has an answer.</exception>
    public async ValueTask<IReadOnlyList<T>> QueryAsync<T>(string name, DnsType type)
        where T : DnsRecord
    {
        name = name.TrimEnd('.').ToLowerInvariant();
        if (_cache.TryGetValue((name, type), out var cached) && time.GetElapsedTime(cached.At) < cached.For)
        {
            return [.. cached.Records.OfType<T>()];
        }

        var (records, ttl) = await FindTracedAsync(name, type).ConfigureAwait(false);
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear();
        }

        _cache[(name, type)] = new(records, time.GetTimestamp(), TimeSpan.FromSeconds(ttl));
        return [.. records.OfType<T>()];
    }

    private async Task<(List<DnsRecord> Records, uint TimeToLive)> FindTracedAsync(string name, DnsType type)
    {
        try
        {
            var found = await FindAsync(name, type).ConfigureAwait(false);
            Trace?.Invoke($"{type} {name}: TTL {found.TimeToLive}, {(found.Records.Count == 0 ? "nothing" : string.Join("; ", found.Records))}");
            return found;
        }
        catch (IOException e)
        {
            Trace?.Invoke($"{type} {name}: {e.Message}");
            throw;
        }
    }

    private async Task<(List<DnsRecord> Records, uint TimeToLive)> FindAsync(string name, DnsType type)
    {
        var ttl = MaxTimeToLive;
        for (var (aliases, asked) = (0, name); ; asked = name)
        {
            var answer = await AskAsync(asked, type).ConfigureAwait(false);
            // Only what belongs to the name that was asked for, or to its alias.
            var isAlias = false;
            while (answer.Records.OfType<CnameRecord>().FirstOrDefault(c => c.Name == name) is { } alias)
            {
                if (++aliases > MaxAliases)
                {
                    throw new IOException("there are too many aliases");
                }

                (name, ttl, isAlias) = (alias.Target, Math.Min(ttl, alias.TimeToLive), true);
            }

            var records = answer.Records.Where(r => r.Name == name && r is not CnameRecord && IsOf(r, type)).ToList();
            if (records.Count > 0 || !isAlias || answer.Code != 0)
            {
                return (records, records.Count > 0 ? Math.Min(ttl, records.Min(r => r.TimeToLive)) : NegativeTimeToLive);
            }
        }
    }

    private static bool IsOf(DnsRecord record, DnsType type) => record switch
    {
        AddressRecord a => type == (a.Address.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa),
        SrvRecord => type == DnsType.Srv,
        NaptrRecord => type == DnsType.Naptr,
        _ => false,
    };

    private async Task<DnsAnswer> AskAsync(string name, DnsType type)
    {
        if (Volatile.Read(ref _silentSince) is not 0 and var since && time.GetElapsedTime(since) < SilencePause)
        {
            throw new IOException("the DNS server does not answer");
        }

        var isSilent = true;
        var fault = "there is no DNS server";
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var server in servers)
            {
                try
                {
                    using var patience = new CancellationTokenSource(timeout);
                    var answer = await AskUdpAsync(server, name, type, patience.Token).ConfigureAwait(false);
                    if (answer.IsTruncated)
                    {
                        answer = await AskTcpAsync(server, name, type, patience.Token).ConfigureAwait(false);
                    }

                    isSilent = false;
                    if (answer.Code is 0 or 3)
                    {
                        return answer;
                    }

                    fault = $"the DNS server says {answer.Code}";
                }
                catch (OperationCanceledException)
                {
                    fault = "the DNS server does not answer";
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    fault = $"the DNS server cannot be reached: {e.Message}";
                }
                catch (FormatException e)
                {
                    throw new IOException(e.Message, e);
                }
            }
        }

        Volatile.Write(ref _silentSince, isSilent ? time.GetTimestamp() : 0);
        throw new IOException(fault);
    }

    /// <summary>A new socket for each query: its port is random, and it takes datagrams from the server alone.</summary>
    private static async Task<DnsAnswer> AskUdpAsync(IPEndPoint server, string name, DnsType type, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        var id = NewId();
        await socket.SendAsync(DnsMessage.Query(id, name, type), cancellationToken).ConfigureAwait(false);
        var buffer = new byte[4096];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (DnsMessage.Parse(buffer.AsSpan(0, length), id, name, type) is { } answer)
            {
                return answer;
            }
        }
    }

    private static async Task<DnsAnswer> AskTcpAsync(IPEndPoint server, string name, DnsType type, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        var id = NewId();
        var query = DnsMessage.Query(id, name, type);
        byte[] framed = [(byte)(query.Length >> 8), (byte)query.Length, .. query];
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        var answer = DnsMessage.Parse(message, id, name, type);
        return answer is { IsTruncated: false } ? answer : throw new IOException("its answer is malformed");
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(65536);

    private sealed record Cached(List<DnsRecord> Records, long At, TimeSpan For);
}
