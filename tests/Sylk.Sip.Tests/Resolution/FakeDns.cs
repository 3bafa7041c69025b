using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.Sip.Resolution;

namespace Sylk.Sip.Tests.Resolution;

/// <summary>A DNS server on the loopback with the records a test gives it.</summary>
internal sealed class FakeDns : IDisposable
{
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly ConcurrentDictionary<(string Name, DnsType Type), List<(DnsType Type, string Owner, uint Ttl, byte[] Data)>> _records = new();

    public FakeDns()
    {
        (_udp, _tcp) = Bind();
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        _ = Task.Run(ServeUdpAsync);
        _ = Task.Run(ServeTcpAsync);
    }

    public IPEndPoint EndPoint { get; }

    public ConcurrentQueue<(string Name, DnsType Type, bool OverTcp)> Asked { get; } = new();

    /// <summary>Answers over UDP only say that they are truncated.</summary>
    public bool Truncates { get; set; }

    /// <summary>Before each answer comes one with another id and one to another question.</summary>
    public bool Lies { get; set; }

    public bool IsSilent { get; set; }

    public FakeDns Add(string name, DnsType type, byte[] data, uint ttl = 60, string? owner = null, DnsType? asked = null)
    {
        _records.GetOrAdd((name, asked ?? type), _ => []).Add((type, owner ?? name, ttl, data));
        return this;
    }

    public FakeDns A(string name, string address, uint ttl = 60) => Add(name, DnsType.A, IPAddress.Parse(address).GetAddressBytes(), ttl);

    public FakeDns Srv(string name, ushort priority, ushort weight, ushort port, string target) =>
        Add(name, DnsType.Srv, [.. Number(priority), .. Number(weight), .. Number(port), .. Name(target)]);

    public FakeDns Naptr(string name, ushort order, ushort preference, string service, string replacement) =>
        Add(name, DnsType.Naptr, [.. Number(order), .. Number(preference), 1, (byte)'s', (byte)service.Length, .. Encoding.ASCII.GetBytes(service), 0, .. Name(replacement)]);

    public static byte[] Name(string name) => [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    /// <summary>Takes a port that is free for both.</summary>
    private static (Socket Udp, TcpListener Tcp) Bind()
    {
        while (true)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private static byte[] Number(ushort n) => [(byte)(n >> 8), (byte)n];

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                var query = buffer.AsSpan(0, received.ReceivedBytes).ToArray();
                var answer = Answer(query, false);
                if (IsSilent)
                {
                    continue;
                }

                if (Lies)
                {
                    byte[] otherId = [.. answer];
                    otherId[0] ^= 0xFF;
                    byte[] otherName = [.. answer];
                    otherName[13] ^= 1;
                    await _udp.SendToAsync(otherId, received.RemoteEndPoint);
                    await _udp.SendToAsync(otherName, received.RemoteEndPoint);
                    await _udp.SendToAsync(new byte[5], received.RemoteEndPoint);
                    using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
                    byte[] poison = [.. answer];
                    poison[7] = 0;
                    await stranger.SendAsync(poison, (IPEndPoint)received.RemoteEndPoint);
                }

                await _udp.SendToAsync(answer, received.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _tcp.AcceptSocketAsync();
                await using var stream = new NetworkStream(socket);
                var length = new byte[2];
                await stream.ReadExactlyAsync(length);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query);
                var answer = Answer(query, true);
                await stream.WriteAsync((byte[])[.. Number((ushort)answer.Length), .. answer]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
        }
    }

    private byte[] Answer(byte[] query, bool overTcp)
    {
        var at = 12;
        var labels = new List<string>();
        while (query[at] > 0)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += 1 + query[at];
        }

        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1));
        var name = string.Join('.', labels);
        Asked.Enqueue((name, type, overTcp));
        var isTruncated = Truncates && !overTcp;
        var found = _records.GetValueOrDefault((name, type), []);
        var records = isTruncated ? [] : found;
        return
        [
            query[0], query[1], (byte)(isTruncated ? 0x82 : 0x80), (byte)(found.Count > 0 ? 0 : 3), 0, 1, .. Number((ushort)records.Count), 0, 0, 0, 0,
            .. query[12..(at + 5)],
            .. records.SelectMany(r => (byte[])
            [
                .. r.Owner == name ? [0xC0, 12] : Name(r.Owner), .. Number((ushort)r.Type), 0, 1,
                .. Number((ushort)(r.Ttl >> 16)), .. Number((ushort)r.Ttl), .. Number((ushort)r.Data.Length), .. r.Data,
            ]),
        ];
    }
}
