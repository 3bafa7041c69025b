using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway.Tests.Messages;

/// <summary>RFC 5438 section 7.</summary>
public sealed class ImdnTests
{
    private const string Begin = """<?xml version="1.0" encoding="UTF-8"?><imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>m1</message-id><datetime>2026-01-02T03:04:05Z</datetime>""";

    [Theory]
    [InlineData(MessageState.Delivered, "<delivery-notification><status><delivered /></status></delivery-notification>")]
    [InlineData(MessageState.Failed, "<delivery-notification><status><failed /></status></delivery-notification>")]
    [InlineData(MessageState.Displayed, "<display-notification><status><displayed /></status></display-notification>")]
    [InlineData(MessageState.Error, "<display-notification><status><error /></status></display-notification>")]
    [InlineData(MessageState.Forbidden, "<display-notification><status><forbidden /></status></display-notification>")]
    public void A_state_arrives_as_it_was_sent(object state, string notification)
    {
        var sent = new Imdn("<id & \"more\"> ✓", "any text", (MessageState)state);
        var document = sent.ToXml("sip:bob@sylk.test");
        Assert.Contains(notification, document, StringComparison.Ordinal);
        Assert.Equal(sent, Imdn.Parse(document));
    }

    [Theory]
    [InlineData("processed")]
    [InlineData("stored")]
    public void States_of_servers_on_the_way_mean_accepted(string status) => Assert.Equal(
        new Imdn("m1", "2026-01-02T03:04:05Z", MessageState.Accepted),
        Imdn.Parse($"{Begin}<processing-notification><status><{status}/></status></processing-notification></imdn>"));

    [Fact]
    public void Prefixes_comments_and_foreign_elements_do_not_matter() => Assert.Equal(
        new Imdn("m1", "t", MessageState.Displayed),
        Imdn.Parse("""<i:imdn xmlns:i="urn:ietf:params:xml:ns:imdn" xmlns:y="z"> <!-- c --> <i:message-id> m1 </i:message-id><y:delivered/><i:datetime>t</i:datetime><i:display-notification><i:status><i:displayed/><y:reason>why</y:reason></i:status></i:display-notification></i:imdn>"""));

    [Theory]
    [InlineData("")]
    [InlineData("not XML")]
    [InlineData("<imdn/>")]
    [InlineData(Begin)]
    [InlineData(Begin + "</imdn>")]
    [InlineData(Begin + "<delivery-notification><status><unheard-of/></status></delivery-notification></imdn>")]
    [InlineData("<imdn><datetime>t</datetime><delivery-notification><status><delivered/></status></delivery-notification></imdn>")]
    [InlineData("<imdn><message-id>a&#10;b</message-id><delivery-notification><status><delivered/></status></delivery-notification></imdn>")]
    [InlineData("<imdn><message-id><b/></message-id><delivery-notification><status><delivered/></status></delivery-notification></imdn>")]
    [InlineData("""<!DOCTYPE imdn [<!ENTITY x "m1">]><imdn><message-id>&x;</message-id><delivery-notification><status><delivered/></status></delivery-notification></imdn>""")]
    [InlineData("""<!DOCTYPE imdn SYSTEM "file:///etc/passwd"><imdn><message-id>m1</message-id><delivery-notification><status><delivered/></status></delivery-notification></imdn>""")]
    public void What_says_nothing_or_is_dangerous_is_refused(string document) => Assert.Null(Imdn.Parse(document));

    [Fact]
    public void A_document_without_end_is_refused() =>
        Assert.Null(Imdn.Parse($"{Begin}{string.Concat(Enumerable.Repeat("<x/>", 100_000))}<delivery-notification><status><delivered/></status></delivery-notification></imdn>"));

    [Fact]
    public void Damaged_documents_are_read_or_refused()
    {
        var whole = new Imdn("m1", "t", MessageState.Delivered).ToXml("sip:bob@sylk.test");
        Assert.All(Enumerable.Range(0, whole.Length), length => Imdn.Parse(whole[..length]));
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = whole.ToCharArray();
            damaged[random.Next(damaged.Length)] = (char)random.Next(0x80);
            damaged[random.Next(damaged.Length)] = "<>&;/\"\0"[random.Next(7)];
            if (Imdn.Parse(new(damaged)) is { } imdn)
            {
                Assert.True(MessageCheck.IsId(imdn.MessageId));
            }
        }
    }
}
