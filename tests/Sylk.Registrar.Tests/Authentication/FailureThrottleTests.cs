using Sylk.Registrar.Accounts;
using Sylk.Registrar.Authentication;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Authentication;

public sealed class FailureThrottleTests
{
    private readonly ManualTime _time = new();
    private readonly Account _alice = new("alice", "sylk.test", "x", null);
    private readonly FailureThrottle _throttle;

    public FailureThrottleTests() => _throttle = new(_time, TimeSpan.FromMinutes(1), perSource: 3, perAccount: 5);

    [Fact]
    public void A_source_is_blocked_after_its_limit_until_the_window_ends()
    {
        Fail("a", null, 2);
        Assert.False(_throttle.IsBlocked("a", _alice, out _));
        _time.Advance(TimeSpan.FromSeconds(20));
        Fail("a", null, 1);
        Assert.True(_throttle.IsBlocked("a", _alice, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(40), retryAfter);
        Assert.False(_throttle.IsBlocked("b", _alice, out _));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.False(_throttle.IsBlocked("a", _alice, out _));
    }

    [Fact]
    public void An_account_under_attack_is_closed_except_to_where_its_owner_was_seen()
    {
        _throttle.Succeeded("home", _alice);
        for (var i = 0; i < 5; i++)
        {
            Fail($"bot{i}", _alice, 1);
        }

        Assert.True(_throttle.IsBlocked("bot99", _alice, out _));
        Assert.False(_throttle.IsBlocked("home", _alice, out _));
        Assert.False(_throttle.IsBlocked("bot99", new("bob", "sylk.test", "x", null), out _));
    }

    [Fact]
    public void The_sources_remembered_of_an_owner_are_few()
    {
        for (var i = 0; i < 9; i++)
        {
            _throttle.Succeeded($"home{i}", _alice);
        }

        Fail("x", _alice, 3);
        Fail("y", _alice, 2);
        Assert.True(_throttle.IsBlocked("home0", _alice, out _));
        Assert.False(_throttle.IsBlocked("home1", _alice, out _));
        Assert.False(_throttle.IsBlocked("home8", _alice, out _));
    }

    [Fact]
    public void One_user_inside_the_process_does_not_block_the_others()
    {
        Fail(FailureThrottle.Inside, _alice, 5);
        Assert.False(_throttle.IsBlocked(FailureThrottle.Inside, new("bob", "sylk.test", "x", null), out _));
        Assert.True(_throttle.IsBlocked(FailureThrottle.Inside, _alice, out _));
    }

    [Fact]
    public void The_number_of_sources_is_bounded()
    {
        for (var i = 0; i < FailureThrottle.MaxSources; i++)
        {
            Fail($"{i}", null, 1);
        }

        Fail("late", null, 10);
        Assert.False(_throttle.IsBlocked("late", null, out _));
        Fail("0", null, 2);
        Assert.True(_throttle.IsBlocked("0", null, out _));
    }

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void A_subscriber_is_one_source(string address, string source) => Assert.Equal(source, FailureThrottle.SourceOf(Peers.Udp(address)));

    private void Fail(string source, Account? account, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _throttle.Failed(source, account);
        }
    }
}
