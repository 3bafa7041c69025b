using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages that do not fit into a datagram as RFC 3261 section 18.1.1 wants it.</summary>
public sealed class LongMessageTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private static readonly string Long = new('x', 60_000);

    [Fact]
    public async Task They_come_to_pages()
    {
        using var alice = await home.ConnectAsync();
        using var bob = await home.ConnectAsync();
        await alice.SendMessageAsync(bob.Address, "m1", Long);
        Assert.Equal([Long], await bob.ReadMessagesAsync(Long));
        Assert.Equal(("accepted", 200), await alice.ReadOutcomeAsync("m1"));
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task They_come_to_a_linphone(string transport)
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartLinphoneAsync(transport);
        await page.SendMessageAsync(phone.Address, "m1", Long);
        Assert.Equal(("accepted", 200), await page.ReadOutcomeAsync("m1"));
        await phone.WaitForMessageAsync(Long);
    }

    /// <summary>A linphone over UDP listens for TCP at another port, which it does not tell.</summary>
    [Fact]
    public async Task What_is_too_long_for_a_datagram_has_failed()
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartLinphoneAsync("udp");
        await page.SendMessageAsync(phone.Address, "m1", new('x', 100_000));
        Assert.Equal(("failed", 513), await page.ReadOutcomeAsync("m1", TimeSpan.FromSeconds(60)));
        await page.SendMessageAsync(phone.Address, "m2", "short");
        await phone.WaitForMessageAsync("short");
    }
}
