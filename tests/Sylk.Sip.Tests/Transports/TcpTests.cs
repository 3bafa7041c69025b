using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Tests.Support;
using Sylk.Sip.Transactions;
using Sylk.Sip.Transports;

namespace Sylk.Sip.Tests.Transports;

public sealed class TcpTests
{
    [Fact]
    public async Task UDP_and_TCP_share_a_free_port()
    {
        await using var stack = new TestStack();
        Assert.Equal(stack.EndPoint("UDP").Port, stack.EndPoint("TCP").Port);
    }

    [Fact]
    public async Task Request_is_answered_on_its_connection()
    {
        await using var stack = new TestStack();
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await peer.WriteAsync(RawConnection.Options());
        var response = await peer.ResponseAsync();
        Assert.Equal(200, response.StatusCode);
        Assert.Equal("z9hG4bKraw1", response.Via!.Branch);
    }

    [Fact]
    public async Task Message_split_at_every_byte_is_one_message()
    {
        await using var stack = new TestStack();
        var bytes = Encoding.ASCII.GetBytes(RawConnection.Options("z9hG4bKsplit", "Content-Type: text/plain\r\nContent-Length: 4\r\n", body: "body"));
        using (var slow = await RawConnection.OpenAsync(stack.EndPoint("TCP")))
        {
            foreach (var b in bytes)
            {
                await slow.WriteAsync(new[] { b });
            }

            Assert.Equal(200, (await slow.ResponseAsync()).StatusCode);
        }

        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        for (var at = 1; at < bytes.Length; at++)
        {
            var text = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bytes).Replace("z9hG4bKsplit", $"z9hG4bK{at:d5}", StringComparison.Ordinal));
            await peer.WriteAsync(text.AsMemory(0, at));
            await peer.WriteAsync(text.AsMemory(at));
            Assert.Equal(200, (await peer.ResponseAsync()).StatusCode);
        }
    }

    [Fact]
    public async Task Two_messages_in_one_segment_are_both_answered()
    {
        await using var stack = new TestStack();
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await peer.WriteAsync(RawConnection.Options("z9hG4bKone") + "\r\n" + RawConnection.Options("z9hG4bKtwo"));
        Assert.Equal("z9hG4bKone", (await peer.ResponseAsync()).Via!.Branch);
        Assert.Equal("z9hG4bKtwo", (await peer.ResponseAsync()).Via!.Branch);
    }

    [Theory]
    [InlineData("Content-Length: 2000000000\r\n", 413)]
    [InlineData("Content-Length: 99999999999999999999\r\n", 400)]
    [InlineData("Content-Length: -5\r\n", 400)]
    [InlineData("Content-Length: 4\r\nl: 4\r\n", 400)]
    [InlineData("", 400)]
    public async Task Wrong_content_length_is_answered_and_closed(string header, int status)
    {
        await using var stack = new TestStack();
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        var before = GC.GetTotalAllocatedBytes();
        await peer.WriteAsync(RawConnection.Options("z9hG4bKlies", header) + "trailing bytes nobody can cut");
        Assert.Equal(status, (await peer.ResponseAsync()).StatusCode);
        Assert.Null(await peer.ReadAsync());
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1_000_000_000);
        Assert.True(stack.Requests.IsEmpty);
    }

    [Fact]
    public async Task Bytes_that_are_no_SIP_close_the_connection()
    {
        await using var stack = new TestStack();
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await peer.WriteAsync("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
        Assert.Equal("", await peer.ReadRawAsync());
    }

    [Fact]
    public async Task Ping_is_answered_with_a_pong()
    {
        await using var stack = new TestStack();
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await peer.WriteAsync("\r\n\r\n");
        Assert.Equal("\r\n", await peer.ReadRawAsync());
    }

    [Fact]
    public async Task Connections_of_one_source_are_limited()
    {
        await using var stack = new TestStack(options: With(new() { PerSource = 2 }));
        using var closed = new ClosedConnections(stack);
        using var first = await AnsweredAsync(stack);
        var second = await AnsweredAsync(stack);
        using (var third = await RawConnection.OpenAsync(stack.EndPoint("TCP")))
        {
            Assert.Equal("", await third.ReadRawAsync());
        }

        second.Dispose();
        await closed.NextAsync();
        using var again = await AnsweredAsync(stack);
    }

    [Fact]
    public async Task Connections_are_limited_in_total()
    {
        await using var stack = new TestStack(options: With(new() { Total = 1 }));
        using var first = await AnsweredAsync(stack);
        using var second = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        Assert.Equal("", await second.ReadRawAsync());
    }

    [Fact]
    public async Task Peer_that_never_ends_its_message_is_cut_off()
    {
        var time = new FakeTime();
        await using var stack = new TestStack(options: With(new() { MessageTimeout = TimeSpan.FromSeconds(10), IdleTimeout = TimeSpan.FromHours(9) }), time: time);
        using var silent = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        using var slow = await AnsweredAsync(stack);
        using var good = await AnsweredAsync(stack);
        await slow.WriteAsync(RawConnection.Options()[..40]);
        await time.AdvanceUntilAsync(EndAsync(silent), TimeSpan.FromSeconds(1));
        await time.AdvanceUntilAsync(EndAsync(slow), TimeSpan.FromSeconds(1));
        await good.WriteAsync(RawConnection.Options("z9hG4bKagain"));
        Assert.Equal(200, (await good.ResponseAsync()).StatusCode);
    }

    [Fact]
    public void Bytes_one_by_one_do_not_make_the_time_longer()
    {
        var time = new FakeTime();
        var deadlines = new ConnectionDeadlines(new() { MessageTimeout = TimeSpan.FromSeconds(10) }, time, false);
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            deadlines.OnReceived(isWithinMessage: true);
            Assert.Equal(ConnectionDeadlines.Verdict.Nothing, deadlines.Check(isWriting: false));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionDeadlines.Verdict.Close, deadlines.Check(isWriting: false));
    }

    [Fact]
    public async Task Idle_connection_is_closed()
    {
        var time = new FakeTime();
        await using var stack = new TestStack(options: With(new() { IdleTimeout = TimeSpan.FromSeconds(2) }), time: time);
        using var peer = await AnsweredAsync(stack);
        await time.AdvanceUntilAsync(EndAsync(peer), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Peer_that_does_not_read_is_cut_off()
    {
        await using var stack = new TestStack(
            t =>
            {
                var response = TestStack.WithTag(t.Request.CreateResponse(200));
                response.Headers.Add("Content-Type", "text/plain");
                response.Body = new byte[200_000];
                t.Respond(response);
            },
            With(new() { MaxQueuedBytes = 500_000 }));
        using var closed = new ClosedConnections(stack);
        using var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        try
        {
            for (var i = 0; i < 300; i++)
            {
                await peer.WriteAsync(RawConnection.Options($"z9hG4bKflood{i}"));
            }
        }
        catch (IOException)
        {
            // It was cut off before all was written.
        }

        await closed.NextAsync();
    }

    [Fact]
    public async Task Connections_are_reused_and_pinged_and_dropped_without_pong()
    {
        var time = new FakeTime();
        var limits = new ConnectionLimits { PingInterval = TimeSpan.FromSeconds(95), PongTimeout = TimeSpan.FromSeconds(10) };
        await using var stack = new TestStack(options: With(limits), time: time);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var (first, second) = (new Outcome(stack), new Outcome(stack));
        var uri = SipUri.Parse($"sip:x@{server.LocalEndpoint};transport=tcp");
        first.Send(uri);
        second.Send(uri);
        using var peer = new RawConnection(await server.AcceptSocketAsync());
        for (var i = 0; i < 2; i++)
        {
            var request = Assert.IsType<SipRequest>(await peer.ReadAsync());
            Assert.Equal("TCP", request.Via!.Transport);
            Assert.Equal(stack.EndPoint("TCP").Port, request.Via.Port);
            await peer.WriteAsync(Bytes(request.CreateResponse(200)));
        }

        Assert.Equal("200", await first.End.NextAsync());
        Assert.Equal("200", await second.End.NextAsync());
        Assert.False(server.Pending());
        time.Advance(limits.PingInterval + TimeSpan.FromSeconds(2));
        Assert.Equal("\r\n\r\n", await peer.ReadRawAsync());
        await peer.WriteAsync("\r\n");
        await time.AdvanceUntilAsync(EndAsync(peer), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Closing_is_told_to_the_transaction_that_waits()
    {
        await using var stack = new TestStack();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var outcome = new Outcome(stack);
        outcome.Send(SipUri.Parse($"sip:x@{server.LocalEndpoint};transport=tcp"));
        using (var peer = new RawConnection(await server.AcceptSocketAsync()))
        {
            await peer.ReadAsync();
        }

        Assert.Equal("TransportError", await outcome.End.NextAsync());
    }

    [Fact]
    public async Task Connection_that_is_refused_ends_the_transaction()
    {
        await using var stack = new TestStack();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var uri = SipUri.Parse($"sip:x@{server.LocalEndpoint};transport=tcp");
        server.Stop();
        var outcome = new Outcome(stack);
        outcome.Send(uri);
        Assert.Equal("TransportError", await outcome.End.NextAsync());
    }

    [Fact]
    public async Task Large_request_to_a_UDP_target_goes_over_TCP()
    {
        await using var server = new TestStack();
        await using var client = new TestStack();
        var outcome = new Outcome(client);
        outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("UDP")}"), new byte[2000]);
        Assert.Equal("200", await outcome.End.NextAsync());
        Assert.Equal("TCP", (await server.Requests.NextAsync()).Via!.Transport);
    }

    [Fact]
    public async Task Large_request_falls_back_to_UDP_where_there_is_no_TCP()
    {
        await using var server = new TestStack(options: TestStack.Options with { TcpPort = null });
        await using var client = new TestStack();
        var outcome = new Outcome(client);
        outcome.Send(SipUri.Parse($"sip:x@{server.EndPoint("UDP")}"), new byte[2000]);
        Assert.Equal("200", await outcome.End.NextAsync());
        Assert.Equal("UDP", (await server.Requests.NextAsync()).Via!.Transport);
    }

    [Fact]
    public async Task Response_over_a_dead_connection_opens_a_new_one()
    {
        var transactions = new Log<IServerTransaction>("transaction");
        await using var stack = new TestStack(transactions.Add);
        using var closed = new ClosedConnections(stack);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using (var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP")))
        {
            var port = ((IPEndPoint)server.LocalEndpoint).Port;
            await peer.WriteAsync(RawConnection.Options().Replace("5999", $"{port}", StringComparison.Ordinal));
        }

        var transaction = await transactions.NextAsync();
        await closed.NextAsync();
        await stack.OnLoopAsync(() =>
        {
            transaction.Respond(TestStack.WithTag(transaction.Request.CreateResponse(200)));
            return 0;
        });
        using var back = new RawConnection(await server.AcceptSocketAsync());
        Assert.Equal(200, (await back.ResponseAsync()).StatusCode);
    }

    internal static SipStackOptions With(ConnectionLimits limits) => TestStack.Options with { Connections = limits };

    internal static byte[] Bytes(SipMessage message) => Sylk.Sip.Parsing.SipMessageWriter.ToArray(message);

    /// <summary>Reads to the end: pings and nothing else.</summary>
    private static async Task EndAsync(RawConnection peer)
    {
        while (await peer.ReadRawAsync() is { Length: > 0 } ping)
        {
            Assert.Equal("", ping.Trim());
        }
    }

    private static async Task<RawConnection> AnsweredAsync(TestStack stack)
    {
        var peer = await RawConnection.OpenAsync(stack.EndPoint("TCP"));
        await peer.WriteAsync(RawConnection.Options($"z9hG4bK{Guid.NewGuid():N}"));
        Assert.Equal(200, (await peer.ResponseAsync()).StatusCode);
        return peer;
    }
}
