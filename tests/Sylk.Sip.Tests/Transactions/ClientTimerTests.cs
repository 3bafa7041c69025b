namespace Sylk.Sip.Tests.Transactions;

/// <summary>Timers A, B, D, E, F, K and M (RFC 3261 section 17.1, RFC 6026).</summary>
public sealed class ClientTimerTests
{
    [Fact]
    public void Timer_A_doubles_until_timer_B()
    {
        var m = new Machines(false);
        m.Client("INVITE");
        m.Loop.Advance(60_000);
        Assert.Equal(["INVITE@0", "INVITE@500", "INVITE@1500", "INVITE@3500", "INVITE@7500", "INVITE@15500", "INVITE@31500"], m.Sent);
        Assert.Equal(["Timeout"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
        Assert.Equal(0, m.Loop.PendingTimers);
    }

    [Fact]
    public void There_is_no_timer_A_on_a_reliable_transport()
    {
        var m = new Machines(true);
        m.Client("INVITE");
        m.Loop.Advance(60_000);
        Assert.Equal(["INVITE@0"], m.Sent);
        Assert.Equal(32_000, m.RemovedAt);
    }

    [Fact]
    public void Provisional_response_stops_timers_A_and_B()
    {
        var m = new Machines(false);
        var client = m.Client("INVITE");
        m.Loop.Advance(700);
        Machines.Receive(client, 180);
        m.Loop.Advance(200_000);
        Assert.Equal(["INVITE@0", "INVITE@500"], m.Sent);
        Assert.Equal(["180"], m.Told);
        Assert.True(client.IsProceeding);
    }

    [Theory]
    [InlineData(false, 32_000)]
    [InlineData(true, 0)]
    public void Timer_D_keeps_the_ACK_for_repeated_responses(bool isReliable, int after)
    {
        var m = new Machines(isReliable);
        var client = m.Client("INVITE");
        Machines.Receive(client, 486);
        Assert.Equal(["INVITE@0", "ACK@0"], m.Sent);
        if (!isReliable)
        {
            m.Loop.Advance(31_000);
            Machines.Receive(client, 486);
            Assert.Equal("ACK@31000", m.Sent[^1]);
        }

        m.Loop.Advance(60_000);
        Assert.Equal(["486", "Completed"], m.Told);
        Assert.Equal(after, m.RemovedAt);
    }

    [Fact]
    public void Timer_M_lets_every_2xx_pass()
    {
        var m = new Machines(false);
        var client = m.Client("INVITE");
        Machines.Receive(client, 200);
        m.Loop.Advance(31_900);
        Machines.Receive(client, 200);
        Machines.Receive(client, 486);
        m.Loop.Advance(10_000);
        Assert.Equal(["200", "200", "Completed"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
        Assert.Equal(["INVITE@0"], m.Sent);
    }

    [Fact]
    public void Timer_E_doubles_up_to_T2_until_timer_F()
    {
        var m = new Machines(false);
        m.Client("OPTIONS");
        m.Loop.Advance(60_000);
        Assert.Equal(
            [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500],
            m.Sent.Select(s => int.Parse(s[8..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["Timeout"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
    }

    [Fact]
    public void Timer_E_is_T2_after_a_provisional_response()
    {
        var m = new Machines(false);
        var client = m.Client("OPTIONS");
        Machines.Receive(client, 100);
        m.Loop.Advance(9_000);
        Assert.Equal(["OPTIONS@0", "OPTIONS@500", "OPTIONS@4500", "OPTIONS@8500"], m.Sent);
        m.Loop.Advance(60_000);
        Assert.Equal(["100", "Timeout"], m.Told);
        Assert.Equal(32_000, m.RemovedAt);
    }

    [Theory]
    [InlineData(false, 5_000)]
    [InlineData(true, 0)]
    public void Timer_K_absorbs_repeated_responses(bool isReliable, int after)
    {
        var m = new Machines(isReliable);
        var client = m.Client("OPTIONS");
        Machines.Receive(client, 200);
        Machines.Receive(client, 200);
        m.Loop.Advance(60_000);
        Assert.Equal(["200", "Completed"], m.Told);
        Assert.Equal(["OPTIONS@0"], m.Sent);
        Assert.Equal(after, m.RemovedAt);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    public void Transport_that_fails_ends_the_transaction(string method)
    {
        var m = new Machines(false) { Fails = true };
        m.Client(method);
        Assert.Equal(["TransportError"], m.Told);
        Assert.Equal(0, m.Loop.PendingTimers);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    public void Connection_that_closes_ends_what_has_no_answer(string method)
    {
        var m = new Machines(true);
        m.Client(method).OnFlowClosed();
        Assert.Equal(["TransportError"], m.Told);
    }
}
