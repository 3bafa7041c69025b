using System.Text;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Sip;
using Sylk.WebRtcGateway.Files;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Files;

public sealed class RcsFileTransferTests
{
    private const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp">
          <file-info type="thumbnail"><file-size>7</file-size><content-type>image/jpeg</content-type><data url="https://files.test/thumb" until="2026-02-01T00:00:00Z"/></file-info>
          <file-info type="file">
            <file-size>4242</file-size><file-name>Ferien &amp; mehr.jpg</file-name><content-type>image/jpeg</content-type>
            <data url="https://files.test/f?x=1&amp;y=2" until="2026-02-01T00:00:00Z"/>
          </file-info>
        </file>
        """;

    [Fact]
    public void What_we_write_we_read()
    {
        var transfer = new FileTransfer("id", "a@x", "b@x", "Ä<&>.png", "image/png", 3, "2026-01-01T00:00:00+00:00", "2026-01-16T00:00:00+00:00", "https://x/y?a=1&b=2", null);
        Assert.Equal(transfer, RcsFileTransfer.Read(RcsFileTransfer.Write(transfer), "id", "a@x", "b@x", transfer.Timestamp));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<file/>")]
    [InlineData("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="file"><file-name>&e;</file-name><data url="https://x"/></file-info></file>""")]
    [InlineData("""<file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="file"><data url="javascript:alert(1)"/></file-info></file>""")]
    [InlineData("""<file xmlns="urn:gsma:params:xml:ns:rcs:rcs:fthttp"><file-info type="file"><data url="file:///etc/passwd"/></file-info></file>""")]
    public void What_tells_of_no_file_is_not_taken_for_one(string document) =>
        Assert.Null(RcsFileTransfer.Read(document, "id", "a@x", "b@x", "2026-01-01T00:00:00+00:00"));

    [Fact]
    public async Task What_a_phone_tells_of_a_file_browsers_are_told_in_their_words()
    {
        await using var host = await GatewayHost.StartAsync();
        using var bob = await host.LogInAsync("bob@sylk.test");
        var request = new SipRequest("MESSAGE", SipUri.Parse("sip:bob@sylk.test"));
        request.Headers["From"] = "<sip:alice@sylk.test>;tag=x";
        request.Headers["To"] = "<sip:bob@sylk.test>";
        request.Headers["Call-ID"] = "rcs-1";
        request.Headers["CSeq"] = "1 MESSAGE";
        request.SetBody("message/cpim", Encoding.UTF8.GetBytes(
            $"From: <sip:alice@sylk.test>\r\nTo: <sip:bob@sylk.test>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: r1\r\n\r\nContent-Type: {RcsFileTransfer.MessageType}\r\n\r\n{Document}"));
        Assert.Equal(200, (await host.Sip.ReceiveAsync(request)).StatusCode);
        var message = (await bob.ReceiveAsync())!;
        Assert.Equal(("r1", "application/sylk-file-transfer"), ((string?)message["message_id"], (string?)message["content_type"]));
        var file = JsonNode.Parse((string)message["content"]!)!;
        Assert.Equal(
            ("Ferien & mehr.jpg", 4242, "https://files.test/f?x=1&y=2", "alice@sylk.test", "bob@sylk.test", "image/jpeg", "r1", "2026-02-01T00:00:00Z"),
            ((string?)file["filename"], (int)file["filesize"]!, (string?)file["url"], (string?)file["sender"]!["uri"], (string?)file["receiver"]!["uri"],
                (string?)file["filetype"], (string?)file["transfer_id"], (string?)file["until"]));
    }

    /// <summary>The phones of a receiver who is here, and those of the sender; browsers ignore what is marked so.</summary>
    [Fact]
    public async Task Phones_get_the_document_and_a_text()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync("alice@sylk.test");
        using var bob = await host.LogInAsync("bob@sylk.test");
        await SendAsync(host, alice, "bob@sylk.test", "a.png");
        foreach (var (to, type, isCopy) in new[]
        {
            ("bob", RcsFileTransfer.MessageType, false), ("bob", "text/plain", false),
            ("alice", RcsFileTransfer.MessageType, true), ("alice", "text/plain", true),
        })
        {
            var request = await host.Sip.NextRequestAsync();
            Assert.Equal($"sip:{to}@sylk.test", request.Options.Target.ToString());
            Assert.Equal(("message/cpim", "sip:alice@sylk.test"), (request.Options.ContentType, request.Options.From.Uri.ToString()));
            Assert.Contains($"Content-Type: {type}", request.Body, StringComparison.Ordinal);
            Assert.Contains("/webrtcgateway/filetransfer/", request.Body, StringComparison.Ordinal);
            Assert.Equal(isCopy ? "X-Sylk-To-Sip X-Replicated-Message" : "X-Sylk-To-Sip", string.Join(' ', request.Options.Headers.Select(h => h.Name)));
            Assert.NotNull(request.Options.Credentials);
            request.Respond(200);
        }
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(415, true)]
    public async Task A_receiver_elsewhere_gets_the_document_or_else_the_text(int status, bool getsText)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync("alice@sylk.test");
        await SendAsync(host, alice, "zoe@elsewhere.test", "a.png");
        var document = await host.Sip.NextRequestAsync();
        Assert.Equal("sip:zoe@elsewhere.test", document.Options.Target.ToString());
        Assert.Empty(document.Options.Headers);
        document.Respond(status);
        var next = await host.Sip.NextRequestAsync();
        Assert.Equal(getsText ? "sip:zoe@elsewhere.test" : "sip:alice@sylk.test", next.Options.Target.ToString());
        Assert.Equal(getsText, next.Body.Contains("File transfer available at http", StringComparison.Ordinal));
        next.Respond(200);
    }

    private static async Task SendAsync(GatewayHost host, Browser sender, string receiver, string name)
    {
        using var client = new FileClient(host.Address, sender.Cookies);
        Assert.Equal(200, (await client.PostAsync($"{FileClient.Root}/alice@sylk.test/{receiver}/t1/{name}", [1, 2, 3])).Status);
    }
}
