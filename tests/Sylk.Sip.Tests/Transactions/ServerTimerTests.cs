namespace Sylk.Sip.Tests.Transactions;

/// <summary>Timers G, H, I, J and L (RFC 3261 section 17.2, RFC 6026).</summary>
public sealed class ServerTimerTests
{
    [Fact]
    public void Timer_G_doubles_up_to_T2_until_timer_H()
    {
        var m = new Machines(false);
        Machines.Respond(m.Server("INVITE"), 486);
        m.Loop.Advance(60_000);
        Assert.Equal(
            [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500],
            m.Sent.Select(s => int.Parse(s[4..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["Timeout"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
        Assert.Equal(0, m.Loop.PendingTimers);
    }

    [Fact]
    public void There_is_no_timer_G_on_a_reliable_transport()
    {
        var m = new Machines(true);
        Machines.Respond(m.Server("INVITE"), 486);
        m.Loop.Advance(60_000);
        Assert.Equal(["486@0"], m.Sent);
        Assert.Equal(32_000, m.RemovedAt);
    }

    [Theory]
    [InlineData(false, 6_000)]
    [InlineData(true, 1_000)]
    public void Timer_I_absorbs_repeated_ACKs(bool isReliable, int removed)
    {
        var m = new Machines(isReliable);
        var server = m.Server("INVITE");
        Machines.Respond(server, 486);
        m.Loop.Advance(1_000);
        Assert.True(server.OnAck());
        Assert.Equal(["Completed"], m.Told);
        Assert.True(server.OnAck());
        var sent = m.Sent.Count;
        m.Loop.Advance(60_000);
        Assert.Equal(sent, m.Sent.Count);
        Assert.Equal(removed, m.RemovedAt);
    }

    [Fact]
    public void Timer_L_absorbs_repeated_INVITEs_and_lets_ACKs_pass()
    {
        var m = new Machines(false);
        var server = m.Server("INVITE");
        Machines.Respond(server, 200);
        server.OnRetransmission();
        m.Loop.Advance(31_000);
        Assert.False(server.OnAck());
        Machines.Respond(server, 200);
        Machines.Respond(server, 486);
        m.Loop.Advance(2_000);
        Assert.Equal(["200@0", "200@31000"], m.Sent);
        Assert.Equal(32_000, m.RemovedAt);
    }

    [Fact]
    public void Repeated_INVITE_gets_the_last_response_again()
    {
        var m = new Machines(false);
        var server = m.Server("INVITE");
        server.OnRetransmission();
        Assert.Empty(m.Sent);
        Machines.Respond(server, 180);
        server.OnRetransmission();
        Machines.Respond(server, 486);
        server.OnRetransmission();
        Assert.Equal(["180@0", "180@0", "486@0", "486@0"], m.Sent);
    }

    [Theory]
    [InlineData(false, 32_000)]
    [InlineData(true, 0)]
    public void Timer_J_answers_repeated_requests(bool isReliable, int after)
    {
        var m = new Machines(isReliable);
        var server = m.Server("OPTIONS");
        Machines.Respond(server, 200);
        if (!isReliable)
        {
            m.Loop.Advance(31_000);
            server.OnRetransmission();
            Assert.Equal(["200@0", "200@31000"], m.Sent);
        }

        m.Loop.Advance(60_000);
        Assert.Equal(after, m.RemovedAt);
        Assert.Equal(["Completed"], m.Told);
    }

    [Fact]
    public void Request_that_is_never_answered_ends()
    {
        var m = new Machines(false);
        var server = m.Server("OPTIONS");
        m.Loop.Advance(40_000);
        Machines.Respond(server, 200);
        Assert.Equal(["Timeout"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
        Assert.Empty(m.Sent);
    }

    [Fact]
    public void Transport_that_fails_ends_the_transaction()
    {
        var m = new Machines(false) { Fails = true };
        Machines.Respond(m.Server("INVITE"), 486);
        Assert.Equal(["TransportError"], m.Told);
    }
}
