using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Tests.Messages;

public sealed class CpimTests
{
    private const MessageDispositions Both = MessageDispositions.PositiveDelivery | MessageDispositions.Display;

    private static readonly NameAddress Alice = new("Alice", SipUri.Parse("sip:alice@sylk.test"), SipParameters.Empty);
    private static readonly NameAddress Bob = new(SipUri.Parse("sip:bob@sylk.test"));

    [Theory]
    [InlineData("text/plain", "hello")]
    [InlineData("text/html", "hällo\n\n<b>")]
    [InlineData("text/plain", "")]
    [InlineData("text/plain", "\r\n\r\nfirst\rsecond\nthird\r\n\r\n")]
    [InlineData("text/plain", "NUL \0, bell \a, zero width \u200B\u2060, emoji \U0001F600")]
    [InlineData("text/plain; charset=utf-8", "hällo")]
    [InlineData("Text/Plain; Charset=\"ISO-8859-1\"; format=flowed", "hällo ✓")]
    [InlineData("text/plain;format=flowed", "x")]
    [InlineData("application/json", "{\"ö\":\"✓\"}")]
    [InlineData("image/png", "\u0089PNG\r\n\u001a\n\u00ff\0")]
    public void A_message_arrives_as_it_was_sent(string contentType, string content)
    {
        var sent = new ChatMessage(Identity.Of(Alice), "2026-01-02T03:04:05+00:00", "id-1 <ä:\"\\>", contentType, content, Both);
        Assert.Equal(sent, CpimReader.Read(CpimMessage.Write(Alice, Bob, sent).Span)!.Unwrap(Alice, "now", "other"));
    }

    [Fact]
    public void Nothing_is_asked_for_where_nothing_is_wanted()
    {
        var wrapped = CpimMessage.Write(Alice, Bob, new(Identity.Of(Alice), "2026-01-02T03:04:05+00:00", "i", "text/plain", "x"));
        Assert.DoesNotContain("Disposition", Encoding.UTF8.GetString(wrapped.Span), StringComparison.Ordinal);
        Assert.Null(CpimReader.Read(wrapped.Span)!.Dispositions);
    }

    /// <summary>RFC 3862 section 2, RFC 5438 section 6.2.</summary>
    [Theory]
    [InlineData("From: \"A \\\"L\\\"\" <sip:alice@sylk.test>\nTo: <sip:bob@sylk.test>\nNS: x <urn:ietf:params:imdn>\nx.Message-ID: i\n\nContent-type: text/html\n\nx", "A \"L\"|i|text/html|x||")]
    [InlineData("FROM: <sip:alice@sylk.test>\r\nns: <urn:ietf:params:imdn>\r\nMESSAGE-id: i\r\nDisposition-Notification: display,negative-delivery , Positive-Delivery\r\n\r\ncontent-TYPE: text/plain ; Charset=UTF-8\r\n\r\nx", "|i|text/plain|x||display+")]
    [InlineData("From: Alice <sip:ALICE@sylk.test>\r\nimdn.Message-ID:i\r\n\r\nContent-ID: <1@x>\r\nContent-Type: text/plain;\r\n charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: base64\r\n\r\n5A==", "|i|text/plain|ä||")]
    [InlineData("From: Somebody <sip:mallory@sylk.test>\r\n\r\n\r\nx", "|generated|text/plain|x||")]
    [InlineData("Subject: s\r\nDateTime: 2026-01-02T03:04:05Z\r\n\r\n\r\n", "|generated|text/plain||2026-01-02T03:04:05+00:00|")]
    [InlineData("DateTime: yesterday\r\nimdn.Message-ID: \r\n\r\n\r\n", "|generated|text/plain|||")]
    public void Others_write_it_in_other_ways(string text, string expected)
    {
        var message = CpimReader.Read(Encoding.UTF8.GetBytes(text))!.Unwrap(new(SipUri.Parse("sip:alice@sylk.test")), "", "generated");
        var dispositions = message.Dispositions is { } d ? (d.HasFlag(MessageDispositions.Display) ? "display" : "") + (d.HasFlag(MessageDispositions.PositiveDelivery) ? "+" : "") : "";
        Assert.Equal("alice@sylk.test", message.Sender.Uri);
        Assert.Equal(expected, $"{message.Sender.DisplayName}|{message.Id}|{message.ContentType}|{message.Content}|{message.Timestamp}|{dispositions}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("From: <sip:a@b>")]
    [InlineData("From: <sip:a@b>\r\n\r\nno headers")]
    [InlineData("From: <sip:a@b>\r\n folded\r\n\r\nContent-Type: text/plain\r\n\r\nx")]
    [InlineData("\r\n\r\nContent-Type: text/plain\r\n\r\nx")]
    [InlineData("From: <sip:a@b>\r\n\r\nContent-Type: text/plain; charset=ebcdic\r\n\r\nx")]
    [InlineData("From: <sip:a@b>\r\n\r\nContent-Transfer-Encoding: base64\r\n\r\n***")]
    [InlineData("From: <sip:a@b>\r\n\r\nContent-Transfer-Encoding: uuencode\r\n\r\nx")]
    [InlineData("From: <sip:a@b>\r\n\r\nContent-Type: text/\u0001plain\r\n\r\nx")]
    public void What_is_not_CPIM_is_recognised(string text) => Assert.Null(CpimReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Null(CpimReader.Read([.. "From: <sip:a@b>\r\n\r\nContent-Type: text/plain\r\n\r\n"u8, 0xff, 0xfe]));

    /// <summary>Whatever is cut off, put in or changed, reading ends with a message or without one.</summary>
    [Fact]
    public void Damaged_messages_are_read_or_refused()
    {
        var whole = CpimMessage.Write(Alice, Bob, new(Identity.Of(Alice), "2026-01-02T03:04:05+00:00", "i", "text/plain; charset=utf-8", "hällo", Both)).ToArray();
        Assert.All(Enumerable.Range(0, whole.Length), length => CpimReader.Read(whole.AsSpan(0, length)));
        var random = new Random(42);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = whole.ToArray();
            for (var j = random.Next(1, 5); j > 0; j--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (CpimReader.Read(damaged) is { } message)
            {
                Assert.True(message.MessageId is null || MessageCheck.IsId(message.MessageId));
                Assert.DoesNotContain(message.ContentType, char.IsControl);
            }
        }
    }

    [Fact]
    public void Within_a_call_plain_text_gets_an_id_and_a_time()
    {
        var request = new SipRequest("MESSAGE", Bob.Uri);
        request.SetBody("text/plain; charset=utf-8", "hello");
        var message = Sylk.WebRtcGateway.Sessions.DialogRequests.ReadMessage(request, Alice, TimeProvider.System)!;
        Assert.Equal(("alice@sylk.test", "text/plain", "hello"), (message.Sender.Uri, message.ContentType, message.Content));
        Assert.NotEmpty(message.Id);
    }

    [Theory]
    [InlineData("", "text/plain", "2026-01-02")]
    [InlineData("a\nb", "text/plain", "2026-01-02")]
    [InlineData(" a", "text/plain", "2026-01-02")]
    [InlineData("a", "text", "2026-01-02")]
    [InlineData("a", "", "2026-01-02")]
    [InlineData("a", "text/plain\r\nX: y", "2026-01-02")]
    [InlineData("a", "message/imdn+xml", "2026-01-02")]
    [InlineData("a", "image/png", "2026-01-02")]
    [InlineData("a", "text/plain", "not a time")]
    [InlineData("a", "text/plain", "2026-13-02")]
    [InlineData("a", "text/plain", "12/31/2026")]
    public void What_cannot_be_sent_is_refused(string id, string contentType, string timestamp) =>
        Assert.Throws<RequestException>(() => MessageCheck.Check(id, "✓", contentType, timestamp));

    [Fact]
    public void An_id_has_at_most_512_characters()
    {
        Assert.True(MessageCheck.IsId(new('x', 512)));
        Assert.False(MessageCheck.IsId(new('x', 513)));
    }
}
