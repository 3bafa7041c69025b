using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;

namespace Sylk.EndToEnd.Tests;

public sealed class FileTests
{
    /// <summary>Longer than what the web server takes by itself.</summary>
    private const int Length = 40_000_000;

    [Fact]
    public async Task A_file_passes_through_the_server_and_outlives_it()
    {
        await using var server = await SylkServer.StartAsync();
        string bob = server.TakeAccount(), url;
        var content = RandomNumberGenerator.GetBytes(Length);
        using var http = new HttpClient();
        using (var sender = await GatewayClient.LogInAsync(server.Page, server.TakeAccount()))
        using (var receiver = await GatewayClient.LogInAsync(server.Page, bob))
        {
            await sender.SendAsync("account-prepare-upload", new() { ["uri"] = bob, ["transfer_id"] = "t1", ["filename"] = "film.mp4" });
            var ready = await sender.WaitAsync(m => (string?)m["event"] == "upload-ready");
            using var body = new ByteArrayContent(content);
            using var uploaded = await http.PostAsync((string?)ready["url"], body);
            Assert.Equal("OK", await uploaded.Content.ReadAsStringAsync());
            var message = await receiver.WaitAsync(m => (string?)m["event"] == "message");
            url = (string)JsonNode.Parse((string)message["content"]!)!["url"]!;
            Assert.Equal(content, await http.GetByteArrayAsync(url));
        }

        Assert.Equal(0, await server.StopAsync());
        await server.RestartAsync();
        Assert.Equal(content, await http.GetByteArrayAsync(url));
    }
}
