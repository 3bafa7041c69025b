using Sylk.Media.Rtp;

namespace Sylk.Media.Tests.Rtp;

public sealed class PacketCacheTests
{
    private const long Second = 1_000_000;
    private readonly KeptPacketPool _pool = new();

    [Fact]
    public void A_packet_is_repeated_once_in_a_while()
    {
        var cache = new PacketCache(_pool);
        cache.Add(7, [1, 2, 3], 0);
        Assert.True(cache.TryRepeat(7, 1000, out var packet));
        Assert.Equal([1, 2, 3], packet.ToArray());
        Assert.False(cache.TryRepeat(7, 2000, out _));
        Assert.True(cache.TryRepeat(7, 50_000, out _));
        Assert.False(cache.TryRepeat(8, 50_000, out _));
    }

    [Fact]
    public void Old_packets_give_way_to_new_ones()
    {
        var cache = new PacketCache(_pool);
        for (var number = 0; number < 2000; number++)
        {
            cache.Add((ushort)number, [(byte)number], 0);
        }
        Assert.Equal(512, _pool.InUse);
        Assert.False(cache.TryRepeat(1487, 0, out _));
        Assert.True(cache.TryRepeat(1488, 0, out _));
    }

    [Fact]
    public void A_quiet_stream_holds_nothing()
    {
        var cache = new PacketCache(_pool);
        cache.Add(7, [1], 0);
        cache.Add(8, [1], Second);
        cache.Forget(Second + 1);
        Assert.Equal(1, _pool.InUse);
        cache.Clear();
        Assert.Equal(0, _pool.InUse);
        Assert.False(cache.TryRepeat(8, Second, out _));
    }
}
