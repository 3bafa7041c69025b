using System.Net;
using System.Net.Sockets;
using System.Text;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages of the gateway in front of Kamailio, which has the accounts.</summary>
public abstract class ProxyMessageTests(ProxyDomain domain)
{
    private const string FromPage = "grüße vom browser ✓";
    private const string FromPhone = "grüße vom telefon ✓";

    [Fact]
    public async Task A_page_and_a_baresip_write_to_each_other()
    {
        using var page = await domain.ConnectAsync();
        await using var phone = await domain.StartBaresipAsync(page.Address);
        await page.SendMessageAsync(phone.Address, "m1", FromPage);
        await phone.WaitForMessageAsync(FromPage);
        Assert.Equal(("accepted", 200), await page.ReadOutcomeAsync("m1"));
        await phone.SendMessageAsync(FromPhone);
        await ExpectAsync(page, phone.Address, FromPhone);
    }

    [Fact]
    public async Task A_page_and_a_linphone_write_to_each_other()
    {
        using var page = await domain.ConnectAsync();
        await using var phone = await domain.StartLinphoneAsync();
        await page.SendMessageAsync(phone.Address, "m1", FromPage);
        await phone.WaitForMessageAsync(FromPage);
        await page.WaitAsync(m => (string?)m["state"] == "delivered" && (string?)m["message_id"] == "m1");
        await phone.SendMessageAsync(page.Address, FromPhone);
        await ExpectAsync(page, phone.Address, FromPhone);
    }

    [Fact]
    public async Task Two_browsers_of_an_account_get_a_message_once_and_the_journal_has_it_once()
    {
        using var alice = await domain.ConnectAsync();
        using var first = await domain.ConnectAsync();
        using var second = await domain.ConnectAsync(first.Address);
        await alice.SendMessageAsync(first.Address, "m1", "one");
        await alice.SendMessageAsync(first.Address, "m2", "two");
        Assert.Equal(["one", "two"], await first.ReadMessagesAsync("two"));
        Assert.Equal(["one", "two"], await second.ReadMessagesAsync("two"));
        Assert.Equal(("accepted", 200), await alice.ReadOutcomeAsync("m2"));
        await first.SendAsync("account-sync-conversations", []);
        var journal = (await first.WaitAsync(m => (string?)m["event"] == "sync-conversations"))["messages"]!.AsArray();
        Assert.Equal(["one", "two"], journal.Select(e => (string?)e!["content"]));

        await second.SendMessageAsync(alice.Address, "m3", "three");
        Assert.Equal(["three"], await alice.ReadMessagesAsync("three"));
        Assert.Equal("three", (string?)(await first.WaitAsync(m => (string?)m["event"] == "sync"))["content"]!["content"]);
    }

    [Theory]
    [InlineData("nobody", 404)]
    [InlineData("gone", 480)]
    [InlineData("decline", 603)]
    public async Task What_the_proxy_refuses_has_failed(string user, int status)
    {
        using var alice = await domain.ConnectAsync();
        await alice.SendMessageAsync($"{user}@sip.test", "m1", "hello");
        Assert.Equal(("failed", status), await alice.ReadOutcomeAsync("m1"));
    }

    [Fact]
    public async Task Who_is_not_trusted_cannot_write_in_the_name_of_another()
    {
        using var alice = await domain.ConnectAsync();
        using var bob = await domain.ConnectAsync();
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        var forged = $"""
            MESSAGE sip:{bob.Address} SIP/2.0
            Via: SIP/2.0/UDP {stranger.Client.LocalEndPoint};branch=z9hG4bK-forged
            Max-Forwards: 70
            From: <sip:{alice.Address}>;tag=1
            To: <sip:{bob.Address}>
            Call-ID: forged
            CSeq: 1 MESSAGE
            X-Sylk-App: webrtcgateway
            Content-Type: text/plain
            Content-Length: 6

            forged
            """.ReplaceLineEndings("\r\n");
        await stranger.SendAsync(Encoding.ASCII.GetBytes(forged), new IPEndPoint(IPAddress.Loopback, domain.ServerPort));
        var answer = await stranger.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.StartsWith("SIP/2.0 403 ", Encoding.ASCII.GetString(answer.Buffer), StringComparison.Ordinal);
        await alice.SendMessageAsync(bob.Address, "m1", "true");
        Assert.Equal(["true"], await bob.ReadMessagesAsync("true"));
    }

    private static async Task ExpectAsync(GatewayClient page, string sender, string text)
    {
        var message = await page.WaitAsync(m => (string?)m["event"] == "message");
        Assert.Equal((sender, text, "text/plain"), ((string?)message["sender"]!["uri"], (string?)message["content"], (string?)message["content_type"]));
    }
}

public sealed class UdpProxyMessageTests(UdpProxyDomain domain) : ProxyMessageTests(domain), IClassFixture<UdpProxyDomain>;

public sealed class TcpProxyMessageTests(TcpProxyDomain domain) : ProxyMessageTests(domain), IClassFixture<TcpProxyDomain>;
