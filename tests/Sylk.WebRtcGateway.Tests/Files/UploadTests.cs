using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Files;

public sealed class UploadTests
{
    private const string Alice = "alice@sylk.test";
    private const string Url = $"{FileClient.Root}/alice@sylk.test/bob@sylk.test/t1/my%20p%C3%AFc.png";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];

    [Fact]
    public async Task A_file_is_taken_and_both_parties_are_told()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var tablet = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync("bob@sylk.test");
        using var client = new FileClient(host.Address, alice.Cookies);
        var answer = await client.PostAsync(Url, Content);
        Assert.Equal((200, "OK", "*"), (answer.Status, answer.Text, answer["Access-Control-Allow-Origin"]));

        var hash = "sha-1:" + string.Join(':', SHA1.HashData(Content).Select(b => $"{b:X2}"));
        foreach (var device in new[] { alice, tablet })
        {
            var sync = (await device.ReceiveAsync())!;
            Assert.Equal(("sync", "message", "add"), ((string?)sync["event"], (string?)sync["type"], (string?)sync["action"]));
            Assert.True((bool)sync["content"]!["server_generated"]!);
            Assert.Equal(("t1", "bob@sylk.test"), ((string?)sync["content"]!["message_id"], (string?)sync["content"]!["uri"]));
        }

        var message = (await bob.ReceiveAsync())!;
        Assert.Equal(("message", "t1", "application/sylk-file-transfer"), ((string?)message["event"], (string?)message["message_id"], (string?)message["content_type"]));
        var file = JsonNode.Parse((string)message["content"]!)!;
        Assert.Equal(
            ("my pïc.png", 200_000, Alice, "bob@sylk.test", "t1", "image/png", hash),
            ((string?)file["filename"], (int)file["filesize"]!, (string?)file["sender"]!["uri"], (string?)file["receiver"]!["uri"], (string?)file["transfer_id"],
                (string?)file["filetype"], (string?)file["hash"]));
        Assert.Equal(15, Math.Round((DateTimeOffset.Parse((string)file["until"]!) - DateTimeOffset.Parse((string)file["timestamp"]!)).TotalDays));
        using var stranger = new FileClient(host.Address);
        Assert.Equal(Content, (await stranger.GetAsync((string)file["url"]!)).Body);
        Assert.Equal(["t1"], (await host.Store.ReadAsync(Alice)).Select(e => e.MessageId));
        Assert.Equal(["t1"], (await host.Store.ReadAsync("bob@sylk.test")).Select(e => e.MessageId));
        Assert.Equal(200_000, await host.Store.Files.UsedBytesAsync(AccountAddress.Of(Alice)));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_kept_by_further_pages()
    {
        await using var host = await GatewayHost.StartAsync();
        using var first = await host.ConnectAsync();
        var cookie = Assert.Single(first.Cookies.GetAllCookies());
        Assert.Equal((true, "/webrtcgateway", false), (cookie.HttpOnly, cookie.Path, cookie.Secure));
        using var second = await Browser.ConnectAsync(host.Address, cookies: first.Cookies);
        Assert.Equal(cookie.Value, Assert.Single(first.Cookies.GetAllCookies()).Value);
        using var third = await host.ConnectAsync();
        Assert.NotEqual(cookie.Value, Assert.Single(third.Cookies.GetAllCookies()).Value);
    }

    [Fact]
    public async Task Only_a_browser_on_which_the_sender_is_authenticated_now_may_send()
    {
        await using var host = await GatewayHost.StartAsync();
        var alice = await host.LogInAsync(Alice);
        using var carol = await host.LogInAsync("carol@sylk.test");
        using var added = await host.ConnectAsync(Alice);
        foreach (var cookies in new[] { null, carol.Cookies, added.Cookies, Forged(host, alice, "x"), Forged(host, alice, "") })
        {
            using var other = new FileClient(host.Address, cookies);
            Assert.Equal(403, (await other.PostAsync(Url, Content)).Status);
        }

        using var foreignPage = new FileClient(host.Address, alice.Cookies) { Origin = "https://elsewhere.test" };
        Assert.Equal(403, (await foreignPage.PostAsync(Url, Content)).Status);
        using var ownPage = new FileClient(host.Address, alice.Cookies) { Origin = host.Address.GetLeftPart(UriPartial.Authority) };
        Assert.Equal(403, (await ownPage.PostAsync(Url.Replace("alice", "carol", StringComparison.Ordinal), Content)).Status);
        Assert.Equal(200, (await ownPage.PostAsync(Url, Content)).Status);
        await alice.CloseAsync();
        Assert.Equal(403, (await ownPage.PostAsync(Url.Replace("t1", "t2", StringComparison.Ordinal), Content)).Status);
    }

    [Fact]
    public async Task A_program_without_cookies_asks_for_a_url()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        var url = await PrepareAsync(alice, "t1", "a b.png");
        using var client = new FileClient(host.Address) { Origin = "https://elsewhere.test" };
        Assert.Equal(403, (await client.PostAsync(url.Replace("a%20b.png", "c.png", StringComparison.Ordinal), Content)).Status);
        Assert.Equal(403, (await client.PostAsync(url.Replace("bob", "carol", StringComparison.Ordinal), Content)).Status);
        Assert.Equal(403, (await client.PostAsync(url[..^1] + (url[^1] == 'A' ? 'B' : 'A'), Content)).Status);
        Assert.Equal(403, (await client.PostAsync(url.Replace("expires=", "expires=9", StringComparison.Ordinal), Content)).Status);
        Assert.Equal(403, (await client.GetAsync(url)).Status);
        Assert.Equal(200, (await client.PostAsync(url, Content)).Status);
    }

    [Fact]
    public async Task A_url_ends_after_an_hour_and_only_the_account_itself_gets_one()
    {
        var time = new FakeTime { Now = DateTimeOffset.UtcNow };
        await using var host = await GatewayHost.StartAsync(time: time);
        using var alice = await host.LogInAsync(Alice);
        var url = await PrepareAsync(alice, "t1", "a.png");
        time.Now += TimeSpan.FromHours(1);
        using var client = new FileClient(host.Address);
        Assert.Equal(403, (await client.PostAsync(url, Content)).Status);
        using var stranger = await host.ConnectAsync(Alice);
        await stranger.RefusedAsync(Prepare("t1", "a.png"), "Account not authenticated");
        await alice.RefusedAsync(Prepare("../t1", "a.png"), "Invalid value for 'transfer_id' property: '../t1'");
        await alice.RefusedAsync(Prepare("t1", "a/b.png"), "Invalid value for 'filename' property: 'a/b.png'");
        await alice.RefusedAsync(Prepare("t1", "..").Replace("filename", "name", StringComparison.Ordinal), "Mandatory property 'filename' of 'AccountPrepareUploadRequest' object is missing");
    }

    [Fact]
    public async Task A_file_must_say_how_long_it_is_and_not_be_too_long()
    {
        await using var host = await GatewayHost.StartAsync(s => (s.Files.MaxBytes, s.Files.QuotaBytes) = (300_000, 500_000));
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        Assert.Equal(411, (await client.PostAsync(Url, Content, isChunked: true)).Status);
        Assert.Equal(413, (await client.PostAsync(Url, new byte[300_001])).Status);
        Assert.Equal(200, (await client.PostAsync(Url, new byte[300_000])).Status);
        var answer = await client.PostAsync(Url.Replace("t1", "t2", StringComparison.Ordinal), new byte[200_001]);
        Assert.Equal((413, "All files together may have 500000 bytes"), (answer.Status, answer.Text));
        Assert.Equal(200, (await client.PostAsync(Url.Replace("t1", "t3", StringComparison.Ordinal), new byte[200_000])).Status);
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_where_it_was()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        var first = await client.PostAsync(Url, Content[..70_000], range: "bytes 0-69999/200000");
        Assert.Equal((202, "bytes=0-69999"), (first.Status, first["Range"]));
        var wrong = await client.PostAsync(Url, Content[80_000..], range: "bytes 80000-199999/200000");
        Assert.Equal((416, "bytes=0-69999"), (wrong.Status, wrong["Range"]));
        Assert.Equal(416, (await client.PostAsync(Url.Replace("t1", "t2", StringComparison.Ordinal), Content[1..], range: "bytes 1-199999/200000")).Status);
        Assert.Equal(400, (await client.PostAsync(Url, Content[..10], range: "bytes 70000-199999/200000")).Status);
        Assert.Equal(200, (await client.PostAsync(Url, Content[70_000..], range: "bytes 70000-199999/200000")).Status);
        await AssertFetchableAsync(host, alice, Content);
    }

    [Fact]
    public async Task An_upload_that_broke_off_may_begin_anew()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        Assert.Equal(202, (await client.PostAsync(Url, Content[..70_000], range: "bytes 0-69999/200000")).Status);
        Assert.Equal(200, (await client.PostAsync(Url, Content[..100])).Status);
        await AssertFetchableAsync(host, alice, Content[..100]);
    }

    [Fact]
    public async Task A_file_that_is_here_is_not_told_of_again()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var carol = await host.LogInAsync("carol@sylk.test");
        using var client = new FileClient(host.Address, alice.Cookies);
        Assert.Equal(200, (await client.PostAsync(Url, Content)).Status);
        Assert.Equal("sync", (string?)(await alice.ReceiveAsync())!["event"]);
        Assert.Equal(200, (await client.PostAsync(Url, Content)).Status);
        Assert.Equal(409, (await client.PostAsync(Url, Content[1..])).Status);
        using var other = new FileClient(host.Address, carol.Cookies);
        Assert.Equal(409, (await other.PostAsync(Url.Replace("alice", "carol", StringComparison.Ordinal), Content)).Status);
        await alice.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    /// <summary>The message is what the sender is after: it is sent when he tries again.</summary>
    [Fact]
    public async Task What_could_not_be_told_is_told_at_the_next_attempt()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        host.Store.IsDown = true;
        Assert.Equal(503, (await client.PostAsync(Url, Content)).Status);
        host.Store.IsDown = false;
        Assert.Equal(200, (await client.PostAsync(Url, Content)).Status);
        await AssertFetchableAsync(host, alice, Content);
    }

    [Fact]
    public async Task An_account_has_no_more_uploads_than_it_may()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Files.MaxUploads = 1);
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        using var slow = await RawUpload.StartAsync(host.Address, alice.Cookies, Url, 1000);
        await slow.SendAsync(new byte[10]);
        await RawUpload.ArrivedAsync(host.DataDirectory, 10);
        Assert.Equal(429, (await client.PostAsync(Url.Replace("t1", "t2", StringComparison.Ordinal), Content)).Status);

        // One that was broken off makes room.
        slow.Dispose();
        var status = 429;
        while (status == 429)
        {
            status = (await client.PostAsync(Url.Replace("t1", "t3", StringComparison.Ordinal), Content)).Status;
        }

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task A_newer_request_takes_over_from_one_that_hangs()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        using var hanging = await RawUpload.StartAsync(host.Address, alice.Cookies, Url, 1000);
        await hanging.SendAsync(new byte[10]);
        await RawUpload.ArrivedAsync(host.DataDirectory, 10);
        Assert.Equal(200, (await client.PostAsync(Url, Content)).Status);
        Assert.True(await hanging.IsCutAsync());
        await AssertFetchableAsync(host, alice, Content);
    }

    [Fact]
    public async Task Only_its_sender_cancels_an_upload()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var carol = await host.LogInAsync("carol@sylk.test");
        var signed = new Uri(await PrepareAsync(alice, "t1", "my pïc.png")).Query;
        using var client = new FileClient(host.Address, alice.Cookies);
        using var other = new FileClient(host.Address, carol.Cookies);
        using var program = new FileClient(host.Address);
        foreach (var (by, query) in new[] { (client, ""), (program, signed) })
        {
            using var upload = await RawUpload.StartAsync(host.Address, alice.Cookies, Url, 1000);
            await upload.SendAsync(new byte[10]);
            await RawUpload.ArrivedAsync(host.DataDirectory, 10);
            Assert.Equal(403, (await other.GetAsync($"{FileClient.Root}/cancel/t1")).Status);
            Assert.Equal(403, (await program.GetAsync($"{FileClient.Root}/cancel/t1")).Status);
            var answer = await by.SendAsync(HttpMethod.Post, $"{FileClient.Root}/cancel/t1{query}");
            Assert.Equal((200, "Cancelled upload t1\n"), (answer.Status, answer.Text));
            Assert.True(await upload.IsCutAsync());
            Assert.Empty(Directory.GetFiles(Path.Combine(host.DataDirectory, "files", "incoming")));
        }

        Assert.Equal("No active upload with transfer_id t1\n", (await client.GetAsync($"{FileClient.Root}/cancel/t1")).Text);
        Assert.Null(await host.Store.Files.FindAsync("t1"));
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e")]
    [InlineData("a%2Fb.png")]
    [InlineData("a%5cb.png")]
    [InlineData("a%00b.png")]
    [InlineData("a%0d%0ab.png")]
    [InlineData("%20")]
    [InlineData("%e2%80%aegnp.exe")]
    public async Task A_name_that_is_no_name_is_refused(string name)
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        Assert.NotEqual(200, await RawUpload.StatusAsync(host.Address, alice.Cookies, $"{FileClient.Root}/alice@sylk.test/bob@sylk.test/t1/{name}", Content[..10]));
        Assert.NotEqual(200, await RawUpload.StatusAsync(host.Address, alice.Cookies, $"{FileClient.Root}/alice@sylk.test/bob@sylk.test/{name}/a.png", Content[..10]));
        Assert.NotEqual(200, await RawUpload.StatusAsync(host.Address, alice.Cookies, $"{FileClient.Root}/alice@sylk.test/{name}/t1/a.png", Content[..10]));
        Assert.Empty(await host.Store.ReadAsync(Alice));
        Assert.Equal(["incoming"], Directory.GetDirectories(Path.Combine(host.DataDirectory, "files")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_upload_is_taken_no_faster_than_it_may_be()
    {
        var time = new FakeTime();
        await using var host = await GatewayHost.StartAsync(s => s.Files.MaxBytesPerSecond = 100_000, time);
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        var sending = client.PostAsync(Url, new byte[1000]);
        var timer = await time.NextTimerAsync();
        Assert.InRange(timer.Due.TotalMilliseconds, 0, 10);
        timer.Fire();
        Assert.Equal(200, (await sending).Status);
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        await using var host = await GatewayHost.StartAsync();
        using var alice = await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, alice.Cookies);
        Assert.Equal(200, (await client.PostAsync(Url, [])).Status);
        await AssertFetchableAsync(host, alice, []);
    }

    [Fact]
    public async Task A_page_may_ask_whether_it_may_send()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var answer = await client.SendAsync(HttpMethod.Options, Url);
        Assert.Equal((200, "*"), (answer.Status, answer["Access-Control-Allow-Origin"]));
        Assert.Contains("content-range", answer["Access-Control-Allow-Headers"], StringComparison.Ordinal);
    }

    internal static async Task<string> PrepareAsync(Browser browser, string id, string name)
    {
        await browser.RequestAsync(Prepare(id, name));
        return (string)(await browser.ReceiveAsync())!["url"]!;
    }

    private static string Prepare(string id, string name) =>
        $$"""{"sylkrtc":"account-prepare-upload","account":"{{Alice}}","uri":"bob@sylk.test","transfer_id":"{{id}}","filename":"{{name}}"}""";

    private static async Task AssertFetchableAsync(GatewayHost host, Browser sender, byte[] content)
    {
        var file = JsonNode.Parse((string)(await sender.ReceiveAsync())!["content"]!["content"]!)!;
        using var client = new FileClient(host.Address);
        Assert.Equal(content, (await client.GetAsync((string)file["url"]!)).Body);
    }

    private static CookieContainer Forged(GatewayHost host, Browser browser, string signature)
    {
        var cookies = new CookieContainer();
        var value = Assert.Single(browser.Cookies.GetAllCookies()).Value;
        cookies.Add(new Cookie("sylk_browser", signature.Length == 0 ? value.Split('.')[0] : value[..^1] + signature, "/", host.Address.Host));
        return cookies;
    }
}
