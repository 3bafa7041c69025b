using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages for accounts that nobody is there for, kept until somebody is.</summary>
public sealed class KeptMessageTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_baresip_gets_what_came_before_it_was_there_in_order_and_once(string transport)
    {
        using var page = await home.ConnectAsync();
        var account = home.Server.TakeAccount();
        await SendKeptAsync(page, account, "one", "two ü", "three");
        await using (var phone = await home.StartBaresipAsync(transport, account))
        {
            await phone.WaitForMessageAsync("three");
            Assert.Equal(["one", "two ü", "three"], phone.Messages());
            await phone.QuitAsync();
        }

        // What had not been forgotten would come before it.
        await SendKeptAsync(page, account, "four");
        await using var again = await home.StartBaresipAsync(transport, account);
        await again.WaitForMessageAsync("four");
        Assert.Equal(["four"], again.Messages());
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_linphone_gets_what_came_before_it_was_there_in_order_and_once(string transport)
    {
        using var page = await home.ConnectAsync();
        var account = home.Server.TakeAccount();
        await SendKeptAsync(page, account, "one", "two ü", "three");
        await using (var phone = await home.StartLinphoneAsync(transport, account))
        {
            await phone.WaitForMessageAsync("three");
            Assert.Equal(["one", "two ü", "three"], phone.Messages());
            await phone.QuitAsync();
        }

        await SendKeptAsync(page, account, "four");
        await using var again = await home.StartLinphoneAsync(transport, account);
        await again.WaitForMessageAsync("four");
        Assert.Equal(["four"], again.Messages());
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_phone_that_vanished_without_a_word_gets_the_message_when_it_is_back(string transport)
    {
        using var page = await home.ConnectAsync();
        var account = home.Server.TakeAccount();
        await (await home.StartBaresipAsync(transport, account)).DisposeAsync();
        await page.SendMessageAsync(account, "m1", "one");

        // Over UDP after as long as SIP waits for an answer (RFC 3261 section 17.1.2.2).
        Assert.Equal(("accepted", 202), await page.ReadOutcomeAsync("m1", TimeSpan.FromSeconds(60)));
        await using var phone = await home.StartBaresipAsync(transport, account);
        await phone.WaitForMessageAsync("one");
    }

    [Fact]
    public async Task A_browser_account_that_is_off_gets_its_messages_at_its_login()
    {
        await using var phone = await home.StartLinphoneAsync();
        using var sender = await home.ConnectAsync();
        var account = home.Server.TakeAccount();
        (await home.ConnectAsync(account)).Dispose();
        await sender.SendMessageAsync(account, "m1", "from a page");
        Assert.Equal(("accepted", 200), await sender.ReadOutcomeAsync("m1"));
        await phone.SendMessageAsync(account, "from a phone");

        using var page = await home.ConnectAsync(account);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.SendAsync("account-sync-conversations", []);
                var journal = (await page.WaitAsync(m => (string?)m["event"] == "sync-conversations"))["messages"]!.AsArray();
                return journal.Select(e => $"{e!["contact"]} {e["content"]}").SequenceEqual([$"{sender.Address} from a page", $"{phone.Address} from a phone"]);
            },
            () => "the journal has not both messages");
    }

    private static async Task SendKeptAsync(GatewayClient page, string account, params string[] texts)
    {
        foreach (var text in texts)
        {
            await page.SendMessageAsync(account, text, text);
            Assert.Equal(("accepted", 202), await page.ReadOutcomeAsync(text));
        }
    }
}
