using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>Signs of typing (RFC 3994).</summary>
public sealed class ComposingTests
{
    private const string Type = "application/im-iscomposing+xml";
    private const string Typing = "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>";

    [Theory]
    [InlineData("message/cpim")]
    [InlineData(Type)]
    public async Task Who_types_is_told_to_devices_that_asked_for_it_and_leaves_no_trace(string wrapping)
    {
        await using var host = await GatewayHost.StartAsync();
        using var other = await host.LogInAsync(Bob);
        using var asking = await host.LogInAsync(Bob, receiveComposing: true);
        var body = wrapping == Type ? Typing : Cpim("c1", Typing, Type);
        Assert.Equal(200, (await host.Sip.ReceiveAsync(FromSip(wrapping, body))).StatusCode);
        var told = await asking.ReceiveAsync();
        Assert.Equal(
            ("message", Type, Typing, Alice, null),
            ((string?)told!["event"], (string?)told["content_type"], (string?)told["content"], (string?)told["sender"]!["uri"], told["disposition_notification"]));
        await other.RequestAsync("""{"sylkrtc":"ping"}""");
        Assert.Empty(await host.Store.ReadAsync(Bob));
    }

    [Fact]
    public async Task A_sign_of_typing_is_sent_without_asking_for_reports_and_nobody_else_learns_of_it()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.LogInAsync(Alice);
        using var second = await host.LogInAsync(Alice, receiveComposing: true);
        await first.RequestAsync(Request("c1", Typing, contentType: Type));
        var request = await host.Sip.NextRequestAsync();
        Assert.DoesNotContain("Disposition-Notification", request.Body, StringComparison.Ordinal);
        Assert.EndsWith($"Content-Type: {Type}; charset=utf-8\r\n\r\n{Typing}", request.Body, StringComparison.Ordinal);

        // A message takes its turn behind it, and its report is the first that the devices get.
        await first.RequestAsync(Request("m1"));
        request.Respond(480);
        (await host.Sip.NextRequestAsync()).Respond(200);
        await first.ExpectAsync(Report("m1", "accepted", 200, "OK"));
        Assert.Equal("add", (string?)(await second.ReceiveAsync())!["action"]);
        Assert.DoesNotContain(await host.Store.ReadAsync(Alice), e => e.MessageId == "c1");
    }
}
