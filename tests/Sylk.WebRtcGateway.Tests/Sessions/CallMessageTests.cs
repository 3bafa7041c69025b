using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Tests.Fakes;
using static Sylk.WebRtcGateway.Tests.Fakes.Messages;

namespace Sylk.WebRtcGateway.Tests.Sessions;

/// <summary>Messages within a call.</summary>
public sealed class CallMessageTests
{
    [Fact]
    public async Task A_message_is_sent_in_CPIM_and_its_end_is_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        await made.Browser.RequestAsync(
            $$"""{"sylkrtc":"session-message","session":"s1","message_id":"m1","content":"a\r\nb","content_type":"text/plain","timestamp":"{{Sent}}"}""");
        Assert.Equal(
            $"MESSAGE message/cpim From: \"Somebody\" <sip:alice@sylk.test>|To: <sip:bob@sylk.test>|DateTime: {SentAnew}|NS: imdn <urn:ietf:params:imdn>|imdn.Message-ID: m1||Content-Type: text/plain; charset=utf-8||a|b",
            await made.Call.NextDoneAsync());
        await made.Browser.ExpectAsync(
            $$"""{"sylkrtc":"session-event","session":"s1","event":"disposition-notification","message_id":"m1","message_timestamp":"{{SentAnew}}","state":"accepted","code":200,"reason":"OK"}""");
        Assert.Empty(await host.Store.ReadAsync(Alice));
    }

    [Fact]
    public async Task A_text_goes_without_wrapper_to_who_does_not_know_that()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        made.Call.Answers.Enqueue(415);
        await made.Browser.RequestAsync(
            $$"""{"sylkrtc":"session-message","session":"s1","message_id":"m1","content":"hällo","content_type":"text/plain","timestamp":"{{Sent}}"}""");
        Assert.StartsWith("MESSAGE message/cpim ", await made.Call.NextDoneAsync(), StringComparison.Ordinal);
        Assert.Equal("MESSAGE text/plain; charset=utf-8 hällo", await made.Call.NextDoneAsync());
        await made.Browser.ExpectAsync(
            $$"""{"sylkrtc":"session-event","session":"s1","event":"disposition-notification","message_id":"m1","message_timestamp":"{{SentAnew}}","state":"accepted","code":200,"reason":"OK"}""");
    }

    [Fact]
    public async Task Messages_and_notifications_of_the_other_side_are_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var made = await EstablishedCall.MakeAsync(host);
        await ReceiveAsync(made, ContentTypes.Cpim, Cpim("m1", "\r\nhi\n", from: Bob).Replace("Alice", "Bob", StringComparison.Ordinal));
        await made.Browser.ExpectAsync($$"""
            {"sylkrtc":"session-event","session":"s1","event":"message","sender":{"uri":"{{Bob}}","display_name":"Bob"},"timestamp":"{{SentAnew}}",
            "disposition_notification":["positive-delivery","display"],"message_id":"m1","content_type":"text/plain","content":"\r\nhi\n"}
            """);
        await ReceiveAsync(made, ContentTypes.Imdn, new Imdn("m2", "t", MessageState.Displayed).ToXml("sip:bob@sylk.test"));
        await made.Browser.ExpectAsync(
            """{"sylkrtc":"session-event","session":"s1","event":"disposition-notification","message_id":"m2","message_timestamp":"t","state":"displayed","code":200,"reason":""}""");
        foreach (var (type, body) in new[] { (ContentTypes.Imdn, "no XML"), (ContentTypes.Composing, "x"), (ContentTypes.Cpim, "no CPIM"), (ContentTypes.PublicKey, "x") })
        {
            await ReceiveAsync(made, type, body);
        }

        await made.Browser.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    private static async Task ReceiveAsync(EstablishedCall made, string contentType, string body)
    {
        var transaction = new FakeTransaction(FromSip(contentType, body, from: Bob, to: Alice));
        made.Call.Tell(new CallRequest(transaction));
        Assert.Equal(200, (await transaction.Response).StatusCode);
    }
}
