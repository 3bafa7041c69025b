using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Resolution;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.Resolution;

public sealed class SipResolverTests : IDisposable
{
    private readonly FakeDns _dns = new();
    private readonly FakeTime _time = new();
    private readonly List<string> _system = [];
    private readonly DnsClient _client;
    private readonly SipResolver _resolver;

    public SipResolverTests()
    {
        _client = new([_dns.EndPoint], _time, TimeSpan.FromSeconds(20));
        _resolver = New(_client);
    }

    public void Dispose() => _dns.Dispose();

    [Fact]
    public async Task Numeric_host_asks_nobody()
    {
        Assert.Equal(["UDP 192.0.2.1:5060"], await ResolveAsync("sip:192.0.2.1"));
        Assert.Equal(["TLS 192.0.2.1:5061"], await ResolveAsync("sips:192.0.2.1"));
        Assert.Equal(["TCP [2001:db8::1]:5070"], await ResolveAsync("sip:[2001:db8::1]:5070;transport=tcp"));
        Assert.Empty(_dns.Asked);
    }

    [Fact]
    public async Task NAPTR_leads_to_SRV_and_addresses()
    {
        _dns.Naptr("example.com", 50, 50, "SIP+D2U", "_sip._udp.example.com").Naptr("example.com", 10, 50, "SIPS+D2T", "_sips._tcp.example.com")
            .Srv("_sip._udp.example.com", 1, 1, 5080, "a.example.com").Srv("_sips._tcp.example.com", 1, 1, 5081, "b.example.com")
            .A("a.example.com", "192.0.2.1").A("b.example.com", "192.0.2.2");
        Assert.Equal(["TLS 192.0.2.2:5081", "UDP 192.0.2.1:5080"], await ResolveAsync("sip:x@example.com"));
        Assert.Equal(["TLS 192.0.2.2:5081"], await ResolveAsync("sips:x@example.com"));
        Assert.Equal("example.com", (await _resolver.ResolveAsync(SipUri.Parse("sip:x@example.com"), false))[0].Name);
    }

    [Fact]
    public async Task Without_NAPTR_the_services_are_asked_for()
    {
        _dns.Srv("_sip._tcp.example.com", 1, 1, 5080, "a.example.com").A("a.example.com", "192.0.2.1");
        Assert.Equal(["TCP 192.0.2.1:5080"], await ResolveAsync("sip:x@example.com"));
    }

    [Fact]
    public async Task Without_SRV_the_host_is_asked_for()
    {
        _dns.A("example.com", "192.0.2.1").Add("example.com", DnsType.Aaaa, IPAddress.Parse("2001:db8::1").GetAddressBytes());
        Assert.Equal(["UDP 192.0.2.1:5060", "UDP [2001:db8::1]:5060"], await ResolveAsync("sip:x@example.com"));
    }

    [Fact]
    public async Task Port_skips_SRV()
    {
        _dns.Srv("_sip._udp.example.com", 1, 1, 5080, "a.example.com").A("example.com", "192.0.2.1");
        Assert.Equal(["UDP 192.0.2.1:5070"], await ResolveAsync("sip:x@example.com:5070"));
        Assert.DoesNotContain(_dns.Asked, a => a.Type is DnsType.Srv or DnsType.Naptr);
    }

    [Fact]
    public async Task SRV_is_ordered_by_priority_and_weight()
    {
        _dns.Srv("_sip._udp.example.com", 20, 0, 1, "a.example.com").Srv("_sip._udp.example.com", 10, 10, 2, "a.example.com")
            .Srv("_sip._udp.example.com", 10, 90, 3, "a.example.com").Srv("_sip._udp.example.com", 10, 0, 4, "a.example.com")
            .A("a.example.com", "192.0.2.1");
        Assert.Equal([3, 2, 4, 1], (await _resolver.ResolveAsync(SipUri.Parse("sip:x@example.com;transport=udp"), false)).Select(t => t.EndPoint.Port));
        var first = Enumerable.Range(0, 101).Select(n => SrvOrder.Of(
            [new("x", 1, 1, 90, 3, "a"), new("x", 1, 1, 10, 2, "a"), new("x", 1, 1, 0, 4, "a")], max => Math.Min(n, max)).First().Port).ToList();
        Assert.Equal((90, 10, 1), (first.Count(p => p == 3), first.Count(p => p == 2), first.Count(p => p == 4)));
    }

    [Fact]
    public async Task Answers_are_remembered_for_their_time()
    {
        _dns.A("example.com", "192.0.2.1", 60);
        await ResolveAsync("sip:x@example.com:5070");
        var asked = Count("example.com");
        _time.Advance(TimeSpan.FromSeconds(59));
        await ResolveAsync("sip:x@EXAMPLE.com:5070");
        Assert.Equal(asked, Count("example.com"));
        _time.Advance(TimeSpan.FromSeconds(2));
        await ResolveAsync("sip:x@example.com:5070");
        Assert.Equal(asked + 1, Count("example.com"));

        int Count(string name) => _dns.Asked.Count(a => a.Name == name && a.Type == DnsType.A);
    }

    [Fact]
    public async Task Truncated_answer_is_fetched_over_TCP()
    {
        _dns.Truncates = true;
        _dns.A("example.com", "192.0.2.1");
        Assert.Equal(["UDP 192.0.2.1:5070"], await ResolveAsync("sip:x@example.com:5070"));
        Assert.Contains(_dns.Asked, a => a.OverTcp);
    }

    [Fact]
    public async Task Answers_to_other_questions_and_from_others_do_not_count()
    {
        _dns.Lies = true;
        _dns.A("example.com", "192.0.2.1").Add("example.com", DnsType.A, [192, 0, 2, 66], owner: "another.example.com");
        Assert.Equal(["UDP 192.0.2.1:5070"], await ResolveAsync("sip:x@example.com:5070"));
    }

    [Fact]
    public async Task Aliases_are_followed_but_not_for_ever()
    {
        _dns.Add("www.example.com", DnsType.Cname, FakeDns.Name("a.example.com"), asked: DnsType.A).A("a.example.com", "192.0.2.1");
        Assert.Equal(["UDP 192.0.2.1:5070"], await ResolveAsync("sip:x@www.example.com:5070"));
        _dns.Add("one.example.com", DnsType.Cname, FakeDns.Name("two.example.com"), asked: DnsType.A)
            .Add("two.example.com", DnsType.Cname, FakeDns.Name("one.example.com"), asked: DnsType.A);
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync("sip:x@one.example.com:5070"));
    }

    [Fact]
    public async Task Records_are_capped()
    {
        for (var i = 0; i < 200; i++)
        {
            _dns.A("example.com", $"192.0.2.{i}");
        }

        _dns.Truncates = true;
        Assert.InRange((await ResolveAsync("sip:x@example.com:5070")).Length, 1, DnsMessage.MaxRecords);
    }

    [Fact]
    public async Task Hosts_of_the_system_are_the_last_resort()
    {
        Assert.Equal(["UDP 127.0.0.1:5060"], await ResolveAsync("sip:x@localhost"));
        Assert.Empty(_dns.Asked);
        Assert.Equal(["TCP 127.0.0.1:5060"], await ResolveAsync("sip:x@known.test;transport=tcp"));
        var e = await Assert.ThrowsAsync<IOException>(() => ResolveAsync("sip:x@unknown.test"));
        Assert.Contains("unknown.test cannot be resolved", e.Message, StringComparison.Ordinal);
        Assert.Equal(["localhost", "known.test", "unknown.test"], _system);
    }

    [Fact]
    public async Task Silent_server_is_left_alone_for_a_while()
    {
        _dns.IsSilent = true;
        var resolver = New(new([_dns.EndPoint], _time, TimeSpan.FromMilliseconds(200)));
        var uri = SipUri.Parse("sip:x@known.test;transport=tcp");
        Assert.Equal(5060, Assert.Single(await resolver.ResolveAsync(uri, false)).EndPoint.Port);
        var asked = _dns.Asked.Count;
        Assert.Equal(5060, Assert.Single(await resolver.ResolveAsync(uri, false)).EndPoint.Port);
        Assert.Equal(asked, _dns.Asked.Count);
    }

    [Fact]
    public async Task What_cannot_be_secure_is_refused()
    {
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync("sips:x@example.com;transport=udp"));
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync("sip:x@example.com;transport=sctp"));
    }

    [Fact]
    public void Random_bytes_are_no_answer()
    {
        var random = new Random(1);
        var query = DnsMessage.Query(1, "example.com", DnsType.Srv);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] answer = [.. query, .. new byte[random.Next(60)]];
            random.NextBytes(answer.AsSpan(query.Length));
            (answer[2], answer[7]) = (0x80, (byte)random.Next(4));
            DnsMessage.Parse(answer, 1, "example.com", DnsType.Srv);
            answer[random.Next(answer.Length)] = (byte)random.Next(256);
            DnsMessage.Parse(answer, 1, "example.com", DnsType.Srv);
        }
    }

    [Fact]
    public async Task Questions_and_what_came_of_them_are_traced_and_what_is_remembered_is_not()
    {
        var trace = new List<string>();
        _client.Trace = trace.Add;
        _dns.Srv("_sip._udp.example.com", 1, 1, 5080, "a.example.com").A("a.example.com", "192.0.2.1");
        await ResolveAsync("sip:x@example.com");
        var count = trace.Count;
        await ResolveAsync("sip:x@example.com");
        Assert.Equal(count, trace.Count);
        Assert.Contains(trace, line => line.StartsWith("Naptr example.com: TTL 30, nothing", StringComparison.Ordinal));
        Assert.Contains(trace, line => line.StartsWith("Srv _sip._udp.example.com: TTL ", StringComparison.Ordinal) && line.Contains("5080", StringComparison.Ordinal));
        Assert.Contains(trace, line => line.StartsWith("A a.example.com: TTL ", StringComparison.Ordinal) && line.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Servers_are_read_from_the_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "# comment\nsearch example.com\nnameserver 192.0.2.53\nnameserver\t2001:db8::53\nnameserver nonsense\n");
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53"], DnsClient.ReadServers(file).Select(s => s.ToString()));
        File.Delete(file);
        Assert.Empty(DnsClient.ReadServers(file));
    }

    private SipResolver New(DnsClient client) => new(
        client,
        static max => max,
        host =>
        {
            _system.Add(host);
            return host is "localhost" or "known.test"
                ? Task.FromResult<IPAddress[]>([IPAddress.Loopback])
                : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
        });

    private async Task<string[]> ResolveAsync(string uri) =>
        [.. (await _resolver.ResolveAsync(SipUri.Parse(uri), false)).Select(t => $"{t.Transport} {t.EndPoint}")];
}
