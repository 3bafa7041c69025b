using System.Text.Json.Nodes;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

/// <summary>Messages through the whole server: gateway, SIP, home domain, and the store.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task Two_pages_write_to_each_other_and_what_they_wrote_outlives_the_server()
    {
        await using var server = await SylkServer.StartAsync();
        var (aliceAddress, bobAddress, carolAddress) = (server.TakeAccount(), server.TakeAccount(), server.TakeAccount());
        using (var alice = await GatewayClient.LogInAsync(server.Page, aliceAddress))
        using (var bob = await GatewayClient.LogInAsync(server.Page, bobAddress))
        {
            await alice.SendMessageAsync(bobAddress, "m1", "hällo\r\n✓");
            var message = await bob.WaitAsync(m => (string?)m["event"] == "message");
            Assert.Equal((aliceAddress, "m1", "hällo\r\n✓"), ((string?)message["sender"]!["uri"], (string?)message["message_id"], (string?)message["content"]));
            await alice.WaitAsync(m => (string?)m["state"] == "accepted");
            await bob.SendAsync("account-disposition-notification", new() { ["uri"] = aliceAddress, ["message_id"] = "m1", ["state"] = "displayed", ["timestamp"] = "t" });
            await alice.WaitAsync(m => (string?)m["state"] == "displayed" && (string?)m["message_id"] == "m1");

            // Long texts do not fit into a datagram.
            await bob.SendMessageAsync(aliceAddress, "m2", new('x', 50_000));
            Assert.Equal(50_000, ((string)(await alice.WaitAsync(m => (string?)m["event"] == "message"))["content"]!).Length);

            // Carol has an account and was never here; the home domain keeps what is for her.
            await alice.SendMessageAsync(carolAddress, "m3", "for later");
            Assert.Equal("accepted", (string?)(await alice.WaitAsync(m => (string?)m["message_id"] == "m3"))["state"]);
            await alice.SendMessageAsync("nobody@sylk.test", "m4", "for nobody");
            Assert.Equal(("failed", 404), (await alice.WaitAsync(m => (string?)m["message_id"] == "m4")) is var m4 ? ((string?)m4["state"], (int)m4["code"]!) : default);
        }

        await server.StopAsync();
        await server.RestartAsync();
        using (var bob = await GatewayClient.LogInAsync(server.Page, bobAddress))
        using (var carol = await GatewayClient.LogInAsync(server.Page, carolAddress))
        {
            await bob.SendAsync("account-sync-conversations", []);
            var journal = (await bob.WaitAsync(m => (string?)m["event"] == "sync-conversations"))["messages"]!.AsArray();
            Assert.Equal(["m1:received", "m2:accepted", "message/imdn"], journal.Select(Line));
            Assert.Equal("for later", (string?)(await carol.WaitAsync(m => (string?)m["event"] == "message"))["content"]);
        }
    }

    [Fact]
    public async Task A_page_and_a_phone_write_to_each_other()
    {
        await using var server = await SylkServer.StartAsync();
        await using var phone = await LinphonePhone.StartAsync(server.TakeAccount(), "demo", $"127.0.0.1:{server.SipPort}");
        await phone.WaitForRegistrationAsync();
        using var bob = await GatewayClient.LogInAsync(server.Page, server.TakeAccount());
        using var page = await GatewayClient.LogInAsync(server.Page, phone.Address);

        await bob.SendMessageAsync(phone.Address, "m1", "hello phone");
        await phone.WaitForMessageAsync("hello phone");
        Assert.Equal("hello phone", (string?)(await page.WaitAsync(m => (string?)m["event"] == "message"))["content"]);
        await bob.WaitAsync(m => (string?)m["state"] == "accepted");

        await phone.SendMessageAsync(bob.Address, "hello page");
        var message = await bob.WaitAsync(m => (string?)m["event"] == "message");
        Assert.Equal((phone.Address, "hello page", "text/plain"), ((string?)message["sender"]!["uri"], (string?)message["content"], (string?)message["content_type"]));
        var added = await page.WaitAsync(m => (string?)m["event"] == "sync");
        Assert.Equal((bob.Address, "hello page", true), ((string?)added["content"]!["uri"], (string?)added["content"]!["content"], (bool)added["content"]!["server_generated"]!));
    }

    private static string Line(JsonNode? entry) => (string?)entry!["content_type"] == "message/imdn" ? "message/imdn" : $"{entry["message_id"]}:{entry["state"]}";
}
