using Sylk.Registrar.Authentication;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Authentication;

public sealed class NoncesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_nonce_is_good_for_its_source_until_it_is_too_old()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5));
        var nonce = nonces.Create("198.51.100.7");
        Assert.True(nonces.IsFresh(nonce, "198.51.100.7"));
        Assert.False(nonces.IsFresh(nonce, "198.51.100.8"));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(nonces.IsFresh(nonce, "198.51.100.7"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(nonces.IsFresh(nonce, "198.51.100.7"));
    }

    [Fact]
    public void A_changed_nonce_is_not_good()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5));
        var nonce = nonces.Create("a");
        for (var i = 0; i < nonce.Length - 1; i++)
        {
            var changed = nonce.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(nonces.IsFresh(new string(changed), "a"));
        }

        Assert.False(nonces.IsFresh("", "a"));
        Assert.False(nonces.IsFresh(nonce + "A", "a"));
        Assert.False(nonces.IsFresh(new string('!', nonce.Length), "a"));
    }

    [Fact]
    public void A_nonce_of_another_process_is_not_good()
    {
        var nonce = new Nonces(_time, TimeSpan.FromMinutes(5)).Create("a");
        Assert.False(new Nonces(_time, TimeSpan.FromMinutes(5)).IsFresh(nonce, "a"));
    }

    [Fact]
    public void No_two_nonces_are_alike()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => nonces.Create("a")).Distinct().Count());
    }

    [Fact]
    public void A_count_is_spent_once_and_may_come_out_of_order()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5));
        var nonce = nonces.Create("a");
        Assert.True(nonces.TrySpend(nonce, 1));
        Assert.False(nonces.TrySpend(nonce, 1));
        Assert.True(nonces.TrySpend(nonce, 3));
        Assert.True(nonces.TrySpend(nonce, 2));
        Assert.False(nonces.TrySpend(nonce, 2));
        Assert.False(nonces.TrySpend(nonce, 3));
        Assert.True(nonces.TrySpend(nonce, 100));
        Assert.False(nonces.TrySpend(nonce, 36));
        Assert.True(nonces.TrySpend(nonce, 37));
        Assert.True(nonces.TrySpend(nonce, uint.MaxValue));
        Assert.False(nonces.TrySpend(nonce, 101));
    }

    [Fact]
    public void What_was_forgotten_for_want_of_memory_cannot_be_replayed()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5), capacity: 8);
        var old = nonces.Create("a");
        Assert.True(nonces.TrySpend(old, 1));
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(nonces.TrySpend(nonces.Create("a"), 1));
        }

        Assert.False(nonces.TrySpend(old, 1));
        Assert.False(nonces.TrySpend(old, 2));
    }

    [Fact]
    public void A_nonce_in_use_stays_known_while_others_come_and_go()
    {
        var nonces = new Nonces(_time, TimeSpan.FromMinutes(5), capacity: 8);
        var used = nonces.Create("a");
        for (uint i = 1; i <= 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(nonces.TrySpend(used, i));
            Assert.True(nonces.TrySpend(nonces.Create("a"), 1));
        }

        Assert.False(nonces.TrySpend(used, 100));
    }
}
