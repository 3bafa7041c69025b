using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Tests.Transports;

/// <summary>What clients send over UDP to keep their NAT open (RFC 5626 section 4.4).</summary>
public sealed class UdpKeepAliveTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_STUN_binding_request_is_answered_with_where_it_came_from(string address)
    {
        var loopback = IPAddress.Parse(address);
        await using var stack = new TestStack(options: TestStack.Options with { Listen = [loopback] });
        using var client = new UdpClient(new IPEndPoint(loopback, 0));
        var request = Convert.FromHexString("000100002112A442" + "B7E7A701BC34D686FA87DFAE");
        await client.SendAsync(request, stack.EndPoint("UDP"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = (await client.ReceiveAsync(patience.Token)).Buffer;
        Assert.Equal("0101", Convert.ToHexString(answer, 0, 2));
        Assert.Equal(request[4..], answer[4..20]);
        Assert.Equal(client.Client.LocalEndPoint, Mapped(answer));
    }

    [Fact]
    public void The_mapped_address_is_masked_as_in_the_vectors_of_RFC_5769()
    {
        var request = Convert.FromHexString("000100002112A442B7E7A701BC34D686FA87DFAE");
        var answer = new byte[StunKeepAlive.MaxAnswer];
        Assert.Equal(32, StunKeepAlive.Answer(request, new(IPAddress.Parse("192.0.2.1"), 32853), answer));
        Assert.Equal("002000080001A147E112A643", Convert.ToHexString(answer, 20, 12));
        Assert.Equal(44, StunKeepAlive.Answer(request, new(IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677"), 32853), answer));
        Assert.Equal("002000140002A1470113A9FAA5D3F179BC25F4B5BED2B9D9", Convert.ToHexString(answer, 20, 24));
    }

    [Fact]
    public async Task Blank_lines_and_other_STUN_are_swallowed()
    {
        await using var stack = new TestStack();
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await client.SendAsync("\r\n\r\n"u8.ToArray(), stack.EndPoint("UDP"));
        await client.SendAsync(Convert.FromHexString("011100002112A442B7E7A701BC34D686FA87DFAE"), stack.EndPoint("UDP"));
        await client.SendAsync(Encoding.ASCII.GetBytes(RawConnection.Options(transport: "UDP")), stack.EndPoint("UDP"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.StartsWith("SIP/2.0 200", Encoding.ASCII.GetString((await client.ReceiveAsync(patience.Token)).Buffer), StringComparison.Ordinal);
    }

    private static IPEndPoint Mapped(byte[] answer)
    {
        var value = answer.AsSpan(24);
        var address = new byte[value.Length - 4];
        for (var i = 0; i < address.Length; i++)
        {
            address[i] = (byte)(value[4 + i] ^ answer[4 + i]);
        }

        return new(new IPAddress(address), ((value[2] << 8) | value[3]) ^ 0x2112);
    }
}
