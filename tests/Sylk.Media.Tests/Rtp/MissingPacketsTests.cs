using Sylk.Media.Rtp;

namespace Sylk.Media.Tests.Rtp;

public sealed class MissingPacketsTests
{
    private const long Interval = 50_000;
    private readonly MissingPackets _missing = new();

    [Fact]
    public void Gaps_are_asked_for_after_a_while_and_again_until_they_are_filled()
    {
        Assert.True(_missing.Add(65534, 0));
        Assert.True(_missing.Add(2, 0));
        Assert.Equal("", Ask(_missing.NextAsk - 1));
        Assert.Equal("65535 0 1", Ask(_missing.NextAsk));
        Assert.Equal("", Ask(_missing.NextAsk - 1));
        _missing.Add(0, 0);
        Assert.Equal("65535 1", Ask(_missing.NextAsk));
        _missing.Add(1, 0);
        _missing.Add(65535, 0);
        Assert.True(_missing.IsEmpty);
    }

    [Fact]
    public void Packets_that_overtake_each_other_are_not_asked_for()
    {
        _missing.Add(10, 0);
        _missing.Add(12, 0);
        _missing.Add(11, 1);
        Assert.True(_missing.IsEmpty);
    }

    [Fact]
    public void What_stays_away_is_given_up()
    {
        _missing.Add(10, 0);
        _missing.Add(12, 0);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("11", Ask(_missing.NextAsk));
        }
        Assert.Equal("gave up", Ask(_missing.NextAsk));
        Assert.True(_missing.IsEmpty);
    }

    [Fact]
    public void A_hole_too_wide_is_given_up_at_once()
    {
        _missing.Add(10, 0);
        Assert.False(_missing.Add(10 + MissingPackets.Capacity + 2, 0));
        Assert.True(_missing.IsEmpty);
        Assert.True(_missing.Add(10 + (2 * MissingPackets.Capacity) + 3, 0));
        Assert.Equal(MissingPackets.Capacity, Ask(_missing.NextAsk).Split(' ').Length);
    }

    private string Ask(long now)
    {
        var due = new ushort[MissingPackets.Capacity];
        var isComplete = _missing.TakeDue(now, Interval, due, out var count);
        return string.Join(' ', due[..count]) + (isComplete ? "" : "gave up");
    }
}
