using System.Text;
using System.Text.Json.Nodes;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Files;

public sealed class DownloadTests
{
    private const string Alice = "alice@sylk.test";

    private static readonly byte[] Content = Encoding.ASCII.GetBytes("<script>alert(1)</script>");

    [Theory]
    [InlineData("page.html", "text/html", "attachment", "application/octet-stream")]
    [InlineData("picture.svg", "image/svg+xml", "attachment", "application/octet-stream")]
    [InlineData("picture.JPG", "text/html", "inline", "image/jpeg")]
    [InlineData("film.webm", "video/webm", "inline", "video/webm")]
    [InlineData("secret.png.asc", "image/png", "attachment", "application/octet-stream")]
    public async Task Browsers_show_nothing_that_runs(string name, string type, string disposition, string sentType)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var answer = await client.GetAsync(await SendAsync(host, name, type));
        Assert.Equal(Content, answer.Body);
        Assert.Equal(
            (200, sentType, "nosniff", "sandbox", "*"),
            (answer.Status, answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"], answer["Access-Control-Allow-Origin"]));
        Assert.StartsWith($"{disposition}; filename=", answer["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_a_file_survives_as_people_wrote_it()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var answer = await client.GetAsync(await SendAsync(host, "Übersicht \\\"1\\\" 日本;.pdf", "application/pdf"));
        Assert.Contains("filename*=UTF-8''%C3%9Cbersicht%20%221%22%20%E6%97%A5%E6%9C%AC%3B.pdf", answer["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_file_is_fetched()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var url = await SendAsync(host, "a.png", "image/png");
        var whole = await client.GetAsync(url);
        var part = await client.GetAsync(url, ("Range", "bytes=1-6"));
        Assert.Equal((206, "script", "bytes 1-6/25"), (part.Status, part.Text, part["Content-Range"]));
        Assert.Equal(206, (await client.GetAsync(url, ("Range", "bytes=1-6"), ("If-Range", whole["ETag"]!))).Status);
        Assert.Equal(200, (await client.GetAsync(url, ("Range", "bytes=1-6"), ("If-Range", "\"another\""))).Status);
        Assert.Equal(416, (await client.GetAsync(url, ("Range", "bytes=100-"))).Status);
        Assert.Equal(304, (await client.GetAsync(url, ("If-None-Match", whole["ETag"]!))).Status);
        var head = await client.SendAsync(HttpMethod.Head, url);
        Assert.Equal((200, 0, "25"), (head.Status, head.Body.Length, head["Content-Length"]));
    }

    [Fact]
    public async Task Nothing_but_the_url_itself_leads_to_a_file()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var url = await SendAsync(host, "a.png", "image/png");
        var plain = url.Split('?')[0];
        foreach (var guess in new[]
        {
            plain,
            plain + "?expires=9999999999",
            plain + "?expires=9999999999&signature=",
            url.Replace("a.png", "b.png", StringComparison.Ordinal),
            url.Replace("/t1/", "/t2/", StringComparison.Ordinal),
            url.Replace("expires=", "expires=1", StringComparison.Ordinal),
            url + "&expires=1",
            url + "&signature=x",
            url[..^1],
        })
        {
            Assert.Equal(403, (await client.GetAsync(guess)).Status);
        }

        var parts = plain.Split('/');
        Assert.Equal(403, (await client.GetAsync(string.Join('/', [.. parts[..^4], parts[^3], parts[^4], .. parts[^2..]]) + new Uri(url).Query)).Status);
        Assert.Equal(200, (await client.GetAsync(url)).Status);
    }

    [Fact]
    public async Task A_url_is_good_for_as_long_as_the_file_is_kept()
    {
        var time = new FakeTime { Now = DateTimeOffset.UtcNow };
        await using var host = await GatewayHost.StartAsync(time: time);
        using var client = new FileClient(host.Address);
        var url = await SendAsync(host, "a.png", "image/png");
        time.Now += TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1);
        Assert.Equal(200, (await client.GetAsync(url)).Status);
        time.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(403, (await client.GetAsync(url)).Status);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_file_is_not_followed()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        var url = await SendAsync(host, "a.png", "image/png");
        var file = StoredFile(host);
        File.Delete(file);
        Assert.Equal(404, (await client.GetAsync(url)).Status);
        File.CreateSymbolicLink(file, "/etc/hostname");
        Assert.Equal(404, (await client.GetAsync(url)).Status);
    }

    [Fact]
    public async Task A_message_that_its_sender_removes_takes_the_file_along()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new FileClient(host.Address);
        using var alice = await host.LogInAsync(Alice);
        using var bob = await host.LogInAsync("bob@sylk.test");
        var url = await SendAsync(host, "a.png", "image/png", alice);
        await bob.ReceiveAsync();
        await bob.StartAsync("""{"sylkrtc":"account-remove-message","account":"bob@sylk.test","contact":"alice@sylk.test","message_id":"t1"}""");
        await bob.ReceiveAsync();
        Assert.Equal(200, (await client.GetAsync(url)).Status);
        await alice.StartAsync("""{"sylkrtc":"account-remove-message","account":"alice@sylk.test","contact":"bob@sylk.test","message_id":"t1"}""");
        await alice.ReceiveAsync();
        Assert.Equal(404, (await client.GetAsync(url)).Status);
        Assert.Null(await host.Store.Files.FindAsync("t1"));
        Assert.Empty(Directory.GetFiles(Path.Combine(host.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(50 * 1024 * 1024, 15)]
    [InlineData((50 * 1024 * 1024) - 1, 30)]
    public async Task Files_are_deleted_when_their_time_is_over_and_large_ones_sooner(int size, int days)
    {
        var time = new FakeTime { Now = DateTimeOffset.UtcNow };
        await using var host = await GatewayHost.StartAsync(time: time);
        await SendAsync(host, "a.png", "image/png", content: new byte[size]);
        time.Now += TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1);
        host.Hourly!.Fire();
        time.Now += TimeSpan.FromMinutes(1);
        Assert.NotNull(await host.Store.Files.FindAsync("t1"));
        host.Hourly.Fire();
        await host.Log.NextAsync("1 files were deleted");
        Assert.Null(await host.Store.Files.FindAsync("t1"));
        Assert.Empty(Directory.GetFiles(Path.Combine(host.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_the_store_does_not_know_is_deleted_too_after_all_that_time()
    {
        var time = new FakeTime { Now = DateTimeOffset.UtcNow };
        await using var host = await GatewayHost.StartAsync(time: time);
        await SendAsync(host, "a.png", "image/png");
        await host.Store.Files.RemoveAsync("t1");
        time.Now += TimeSpan.FromDays(32);
        host.Hourly!.Fire();
        await host.Log.NextAsync("1 files were deleted");
        Assert.Empty(Directory.GetFiles(Path.Combine(host.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    private static string StoredFile(GatewayHost host) =>
        Assert.Single(Directory.GetFiles(Path.Combine(host.DataDirectory, "files"), "*", SearchOption.AllDirectories));

    /// <summary>Sends a file from alice to bob.</summary>
    /// <returns>Its URL.</returns>
    private static async Task<string> SendAsync(GatewayHost host, string name, string type, Browser? sender = null, byte[]? content = null)
    {
        var browser = sender ?? await host.LogInAsync(Alice);
        using var client = new FileClient(host.Address, browser.Cookies);
        var answer = await client.PostAsync(await UploadTests.PrepareAsync(browser, "t1", name), content ?? Content, type);
        Assert.Equal(200, answer.Status);
        var file = JsonNode.Parse((string)(await browser.ReceiveAsync())!["content"]!["content"]!)!;
        if (sender is null)
        {
            browser.Dispose();
        }

        return (string)file["url"]!;
    }
}
