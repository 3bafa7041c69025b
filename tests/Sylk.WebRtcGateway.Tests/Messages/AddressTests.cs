using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class AddressTests
{
    [Theory]
    [InlineData("alice@Sylk.Test")]
    [InlineData("alice@sylk.test;transport=tcp")]
    [InlineData("alice:secret@sylk.test")]
    public void What_does_not_belong_to_the_account_does_not_make_another(string address) => Assert.Equal(Alice, AddressText.ToAccount(address).ToString());

    /// <summary>Who registers there has proven nothing to the registrar of the domain.</summary>
    [Fact]
    public async Task The_same_name_at_another_port_is_somebody_else()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync("alice@sylk.test:5080");
        using var bob = await host.LogInAsync(Bob);
        await bob.RequestAsync(Request("m1", from: Bob, to: Alice));
        await alice.ExpectAsync(Event("m1", from: Bob, to: Alice));
        await other.RequestAsync("""{"sylkrtc":"account-sync-conversations","account":"alice@sylk.test:5080"}""");
        Assert.Empty((await other.ReceiveAsync())!["messages"]!.AsArray());
    }

    [Fact]
    public async Task Devices_that_write_their_address_otherwise_are_devices_of_the_same_account()
    {
        const string Shouted = "alice@SYLK.TEST;transport=tcp";
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var first = await host.LogInAsync(Alice);
        using var second = await host.LogInAsync(Shouted);
        using var bob = await host.LogInAsync(Bob);
        await bob.RequestAsync(Request("m1", from: Bob, to: "Alice@sylk.test"));
        await bob.ExpectAsync(Report("m1", "failed", 404, "Not Found", account: Bob));
        await bob.RequestAsync(Request("m2", from: Bob, to: "alice@Sylk.test;transport=udp"));
        await first.ExpectAsync(Event("m2", from: Bob, to: Alice));
        await second.ExpectAsync(Event("m2", from: Bob, to: Shouted));
        await bob.ExpectAsync(Report("m2", "accepted", 200, "OK", account: Bob));
        await second.RequestAsync(Disposition("m2", "displayed", account: Shouted, uri: Bob));
        await bob.ExpectAsync(Report("m2", "displayed", timestamp: "t", account: Bob));
    }
}
