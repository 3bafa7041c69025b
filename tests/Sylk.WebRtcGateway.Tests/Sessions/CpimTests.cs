using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Tests.Sessions;

public sealed class CpimTests
{
    private static readonly NameAddress Alice = new("Alice", SipUri.Parse("sip:alice@sylk.test"), SipParameters.Empty);
    private static readonly NameAddress Bob = new(SipUri.Parse("sip:bob@sylk.test"));

    [Fact]
    public void A_message_arrives_as_it_was_sent()
    {
        var sent = DialogRequests.Check(new("t", "s", "id-1", "hällo\n\n<b>", "text/html", "2026-01-02T03:04:05.678Z"));
        var request = new SipRequest("MESSAGE", Bob.Uri);
        request.SetBody(Cpim.ContentType, Encoding.UTF8.GetString(Cpim.Write(Alice, Bob, sent).Span));
        Assert.Equal(
            new ChatMessage(new("alice@sylk.test", "Alice"), "2026-01-02T03:04:05.678000+00:00", "id-1", "text/html", "hällo\n\n<b>"),
            DialogRequests.ReadMessage(request, Bob, TimeProvider.System));
    }

    [Fact]
    public void Plain_text_gets_an_id_and_a_time()
    {
        var request = new SipRequest("MESSAGE", Bob.Uri);
        request.SetBody("text/plain", "hello");
        var message = DialogRequests.ReadMessage(request, Alice, TimeProvider.System)!;
        Assert.Equal(("alice@sylk.test", "text/plain", "hello"), (message.Sender.Uri, message.ContentType, message.Content));
        Assert.NotEmpty(message.Id);
    }

    [Theory]
    [InlineData("", "text/plain", "2026-01-02")]
    [InlineData("a\nb", "text/plain", "2026-01-02")]
    [InlineData("a", "text", "2026-01-02")]
    [InlineData("a", "text/plain", "not a time")]
    public void What_cannot_be_sent_is_refused(string id, string contentType, string timestamp) =>
        Assert.Throws<RequestException>(() => DialogRequests.Check(new("t", "s", id, "x", contentType, timestamp)));
}
