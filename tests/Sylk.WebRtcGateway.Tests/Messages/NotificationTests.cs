using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>What receivers say about messages (RFC 5438).</summary>
public sealed class NotificationTests
{
    [Theory]
    [InlineData("delivered")]
    [InlineData("displayed")]
    [InlineData("error")]
    [InlineData("failed")]
    [InlineData("forbidden")]
    public async Task A_notification_reaches_all_devices_of_the_sender_and_his_journal(string state)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var other = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await SendAsync(host, alice, other, bob);
        await bob.RequestAsync(Disposition("m1", state));
        var request = await host.Sip.NextRequestAsync();
        request.Respond(await host.Sip.ReceiveAsync(request.ToRequest()));
        await alice.ExpectAsync(Report("m1", state, timestamp: "t"));
        await other.ExpectAsync(Report("m1", state, timestamp: "t"));
        var journal = await host.Store.ReadAsync(Alice);
        Assert.Equal(state, journal[0].State!.Value.ToString().ToLowerInvariant());
        Assert.Equal(ContentTypes.DispositionEntry, journal[^1].ContentType);

        // The receiver's own journal: who reads it later need not say it again. What comes after it is sent when that is noted.
        await bob.RequestAsync(Disposition("m2", state));
        await host.Sip.NextRequestAsync();
        var left = state switch
        {
            "delivered" => MessageDispositions.Display,
            "displayed" => MessageDispositions.None,
            _ => MessageDispositions.Display | MessageDispositions.PositiveDelivery,
        };
        Assert.Equal((MessageState.Received, left), (await host.Store.ReadAsync(Bob)) is [var e] ? (e.State, e.Dispositions) : default);
    }

    [Fact]
    public async Task What_is_known_already_is_not_told_again()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Messages.LocalOnly = true);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await alice.RequestAsync(Request("m1"));
        await alice.ReceiveAsync();
        await bob.ReceiveAsync();
        foreach (var state in new[] { "delivered", "delivered", "displayed", "delivered", "error" })
        {
            await bob.RequestAsync(Disposition("m1", state));
        }

        await alice.ExpectAsync(Report("m1", "delivered", timestamp: "t"));
        await alice.ExpectAsync(Report("m1", "displayed", timestamp: "t"));
        await bob.RequestAsync(Request("m2", from: Bob, to: Alice));
        await alice.ExpectAsync(Event("m2", from: Bob, to: Alice));
    }

    [Fact]
    public async Task Only_the_receiver_of_a_message_may_report_about_it()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        using var mallory = await host.LogInAsync("mallory@sylk.test");
        await SendAsync(host, alice, null, bob);
        var before = await host.Store.ReadAsync(Alice);

        // By a browser.
        await mallory.RequestAsync(Disposition("m1", "displayed", account: "mallory@sylk.test"));
        var request = await host.Sip.NextRequestAsync();
        await host.Sip.ReceiveAsync(request.ToRequest());

        // By SIP, with the receiver in the wrapper and in the document.
        var document = new Imdn("m1", "t", MessageState.Displayed).ToXml("sip:bob@sylk.test");
        Assert.Equal(200, (await host.Sip.ReceiveAsync(
            FromSip("message/cpim", Cpim("i1", document, "message/imdn+xml", from: Bob), from: "mallory@sylk.test", to: Alice))).StatusCode);

        // The sender about himself.
        await alice.RequestAsync(Disposition("m1", "displayed", account: Alice, uri: Bob));
        Assert.Equal(before, await host.Store.ReadAsync(Alice));
        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Theory]
    [InlineData("processed")]
    [InlineData("stored")]
    public async Task Foreign_states_do_no_harm(string status)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync(Bob);
        await SendAsync(host, alice, null, bob);
        await host.Sip.ReceiveAsync(FromSip(
            "message/imdn+xml", $"<imdn><message-id>m1</message-id><processing-notification><status><{status}/></status></processing-notification></imdn>", from: Bob, to: Alice));
        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
        Assert.Equal(MessageState.Accepted, (await host.Store.ReadAsync(Alice))[0].State);
    }

    [Theory]
    [InlineData("processed", "Invalid value for 'state' property: 'processed' (expected: delivered, displayed, error, failed or forbidden)")]
    [InlineData("accepted", "Invalid value for 'state' property: 'accepted' (expected: delivered, displayed, error, failed or forbidden)")]
    public async Task Other_states_are_not_for_browsers_to_tell(string state, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync(Bob);
        await bob.RefusedAsync(Disposition("m1", state), error);
    }

    /// <summary>Alice sends <c>m1</c> to bob; both have seen everything that follows.</summary>
    private static async Task SendAsync(GatewayHost host, Browser alice, Browser? other, Browser bob)
    {
        await alice.RequestAsync(Request("m1"));
        var request = await host.Sip.NextRequestAsync();
        request.Respond(await host.Sip.ReceiveAsync(request.ToRequest()));
        await alice.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        await bob.ExpectAsync(Event("m1"));
        if (other is not null)
        {
            Assert.Equal("add", (string?)(await other.ReceiveAsync())!["action"]);
            await other.ReceiveAsync();
        }
    }
}
