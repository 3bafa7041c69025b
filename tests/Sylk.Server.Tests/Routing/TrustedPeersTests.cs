using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Routing;

namespace Sylk.Server.Tests.Routing;

public sealed class TrustedPeersTests
{
    [Theory]
    [InlineData("private", "127.0.0.1", true)]
    [InlineData("private", "192.168.7.8", true)]
    [InlineData("private", "::ffff:10.1.2.3", true)]
    [InlineData("private", "fd00::1", true)]
    [InlineData("private", "203.0.113.1", false)]
    [InlineData("203.0.113.0/24", "203.0.113.1", true)]
    [InlineData("203.0.113.0/24", "203.0.114.1", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("203.0.113.9", "203.0.113.9", true)]
    [InlineData("203.0.113.9", "203.0.113.10", false)]
    [InlineData("any", "203.0.113.1", true)]
    [InlineData("none", "127.0.0.1", false)]
    public void Addresses_networks_and_words(string entry, string address, bool expected)
    {
        using var peers = new TrustedPeers([entry], static _ => [], TimeProvider.System, NullLogger.Instance);
        Assert.Equal(expected, peers.Contains(IPAddress.Parse(address)));
    }

    [Fact]
    public void Names_follow_their_addresses_and_keep_them_while_DNS_is_silent()
    {
        var time = new OneTimer();
        Func<string, IPAddress[]> resolve = static _ => [IPAddress.Parse("203.0.113.1")];
        using var peers = new TrustedPeers(["proxy.example.com"], name => resolve(name), time, NullLogger.Instance);
        Assert.Equal((true, false), Trusts(peers));
        resolve = static _ => [IPAddress.Parse("203.0.113.2")];
        Assert.Equal((true, false), Trusts(peers));
        time.Fire!();
        Assert.Equal((false, true), Trusts(peers));
        resolve = static _ => throw new SocketException((int)SocketError.TryAgain);
        time.Fire();
        Assert.Equal((false, true), Trusts(peers));
    }

    [Fact]
    public void A_name_that_does_not_exist_at_start_is_a_mistake() =>
        Assert.Contains("proxy.example.com", Assert.Throws<IOException>(() => new TrustedPeers(
            ["proxy.example.com"], static _ => throw new SocketException((int)SocketError.HostNotFound), TimeProvider.System, NullLogger.Instance)).Message, StringComparison.Ordinal);

    private static (bool First, bool Second) Trusts(TrustedPeers peers) =>
        (peers.Contains(IPAddress.Parse("203.0.113.1")), peers.Contains(IPAddress.Parse("203.0.113.2")));

    /// <summary>A clock whose one timer fires when it is told to.</summary>
    private sealed class OneTimer : TimeProvider
    {
        public Action? Fire { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = () => callback(state);
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
