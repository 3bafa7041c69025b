using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages between pages and phones of the home domain of the server with the shipped settings.</summary>
public sealed class PhoneMessageTests(HomeDomain home) : IClassFixture<HomeDomain>
{
    private const string FromPage = "grüße vom browser ✓";
    private const string FromPhone = "grüße vom telefon ✓";

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_page_and_a_baresip_write_to_each_other(string transport)
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartBaresipAsync(transport, correspondent: page.Address);
        await page.SendMessageAsync(phone.Address, "m1", FromPage);
        await phone.WaitForMessageAsync(FromPage);
        Assert.Equal(("accepted", 200), await page.ReadOutcomeAsync("m1"));

        await phone.SendMessageAsync(FromPhone);
        var message = await page.WaitAsync(m => (string?)m["event"] == "message");
        Assert.Equal((phone.Address, FromPhone, "text/plain"), ((string?)message["sender"]!["uri"], (string?)message["content"], (string?)message["content_type"]));
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_page_and_a_linphone_write_to_each_other(string transport)
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartLinphoneAsync(transport);
        await page.SendMessageAsync(phone.Address, "m1", FromPage);
        await phone.WaitForMessageAsync(FromPage);
        Assert.Equal(("accepted", 200), await page.ReadOutcomeAsync("m1"));

        await phone.SendMessageAsync(page.Address, FromPhone);
        var message = await page.WaitAsync(m => (string?)m["event"] == "message");
        Assert.Equal((phone.Address, FromPhone, "text/plain"), ((string?)message["sender"]!["uri"], (string?)message["content"], (string?)message["content_type"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_baresip_and_a_linphone_write_to_each_other(bool hasPages)
    {
        await using var linphone = await home.StartLinphoneAsync();
        await using var baresip = await home.StartBaresipAsync(correspondent: linphone.Address);
        using var page = hasPages ? await home.ConnectAsync(baresip.Address) : null;
        await baresip.SendMessageAsync("eins ü");
        await linphone.WaitForMessageAsync("eins ü");
        await linphone.SendMessageAsync(baresip.Address, "zwei ü");
        await baresip.WaitForMessageAsync("zwei ü");
        if (page is not null)
        {
            Assert.Equal("eins ü", (string?)(await page.WaitAsync(m => (string?)m["event"] == "sync"))["content"]!["content"]);
            Assert.Equal(["zwei ü"], await page.ReadMessagesAsync("zwei ü"));
        }
    }

    [Fact]
    public async Task What_is_written_on_a_phone_appears_once_on_each_browser_of_the_account()
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartBaresipAsync(correspondent: page.Address);
        using var first = await home.ConnectAsync(phone.Address);
        using var second = await home.ConnectAsync(phone.Address);
        foreach (var text in (string[])["one", "two"])
        {
            await phone.SendMessageAsync(text);
            foreach (var browser in (GatewayClient[])[first, second])
            {
                var added = await browser.WaitAsync(m => (string?)m["event"] is "sync" or "message");
                Assert.Equal(
                    ("message", "add", page.Address, text, true),
                    ((string?)added["type"], (string?)added["action"], (string?)added["content"]!["uri"], (string?)added["content"]!["content"], (bool)added["content"]!["server_generated"]!));
            }
        }
    }

    [Fact]
    public async Task A_message_reaches_two_browsers_and_two_phones_of_an_account_once()
    {
        using var bob = await home.ConnectAsync();
        await using var linphone = await home.StartLinphoneAsync();
        await using var baresip = await home.StartBaresipAsync(account: linphone.Address);
        using var first = await home.ConnectAsync(linphone.Address);
        using var second = await home.ConnectAsync(linphone.Address);
        await bob.SendMessageAsync(linphone.Address, "m1", "one");
        await bob.SendMessageAsync(linphone.Address, "m2", "two");
        await linphone.WaitForMessageAsync("two");
        await baresip.WaitForMessageAsync("two");
        string[] expected = ["one", "two"];
        Assert.Equal(expected, await first.ReadMessagesAsync("two"));
        Assert.Equal(expected, await second.ReadMessagesAsync("two"));
        Assert.Equal(expected, linphone.Messages());
        Assert.Equal(expected, baresip.Messages());
    }

    [Fact]
    public async Task A_linphone_tells_that_a_message_has_come()
    {
        using var page = await home.ConnectAsync();
        await using var phone = await home.StartLinphoneAsync();
        await page.SendMessageAsync(phone.Address, "m1", "hello");
        await page.WaitAsync(m => (string?)m["state"] == "delivered" && (string?)m["message_id"] == "m1");
    }
}
