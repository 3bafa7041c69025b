using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;
using Sylk.EndToEnd.Tests.Sipp;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages within calls. Phones write outside of them even while they talk.</summary>
public sealed class CallMessageTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private const string FromPage = "grüße ✓";

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_browser_writes_to_a_baresip(string transport)
    {
        await using var alice = await home.LogInAsync();
        await using var bob = await home.StartBaresipAsync(transport, correspondent: alice.Address);
        await alice.CallAsync(bob.Address);
        await bob.WaitForEventAsync("CALL_INCOMING");
        await bob.CommandAsync("accept");
        await alice.WaitForTalkAsync();
        Assert.Equal("accepted 200", await alice.SendInCallAsync(FromPage));
        await bob.WaitForMessageAsync(FromPage);

        using var observer = await home.ConnectAsync(alice.Address);
        await bob.SendMessageAsync("zurück");
        Assert.Equal(["zurück"], await observer.ReadMessagesAsync("zurück"));
        await alice.HangUpAsync();
        await bob.WaitForEventAsync("CALL_CLOSED");
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_browser_writes_to_a_linphone(string transport)
    {
        await using var bob = await home.StartLinphoneAsync(transport);
        await using var alice = await home.LogInAsync();
        await alice.CallAsync(bob.Address);
        await bob.AnswerAsync();
        await alice.WaitForTalkAsync();
        Assert.Equal("accepted 200", await alice.SendInCallAsync(FromPage));
        await bob.WaitForMessageAsync(FromPage);

        using var observer = await home.ConnectAsync(alice.Address);
        await bob.SendMessageAsync(alice.Address, "zurück");
        Assert.Equal(["zurück"], await observer.ReadMessagesAsync("zurück"));
        await alice.HangUpAsync();
        await bob.WaitForEndAsync();
    }

    [Fact]
    public async Task Who_writes_within_the_call_is_read_in_the_call()
    {
        await using var alice = await home.LogInAsync();
        await using var sipp = SippScenario.Call(
            $"127.0.0.1:{home.Server.SipPort}",
            Steps.CallWithoutOffer(alice.Address) + Steps.AcceptMessage + Steps.Write(alice.Address, "from the other side") + Steps.WaitForEnd, 1, "-rtp_echo");
        await alice.AnswerAsync();
        await alice.WaitForTalkAsync();
        var read = alice.ReadInCallAsync();
        Assert.Equal("accepted 200", await alice.SendInCallAsync("now you"));

        // SIPp ends each text with a line break.
        Assert.Equal("from the other side", (await read).TrimEnd());
        await alice.HangUpAsync();
        await sipp.SucceedAsync();
    }
}
