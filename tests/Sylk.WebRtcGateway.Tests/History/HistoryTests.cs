using System.Net;
using System.Text.Json.Nodes;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.History;

public sealed class HistoryTests
{
    private const string Path = "/webrtcgateway/messages/history/alice@sylk.test";

    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");
    private static readonly AccountAddress Bob = AccountAddress.Of("bob@sylk.test");

    [Fact]
    public async Task A_device_with_a_token_reads_the_journal()
    {
        await using var host = await GatewayHost.StartAsync();
        await AddAsync(host, 3);
        var answer = await GetAsync(host, Path, $"Apikey {await TokenAsync(host)}");
        Assert.Equal((HttpStatusCode.OK, "application/json", "*"), (answer.Status, answer.Type, answer.Shared));
        var expected = JsonNode.Parse(
            """{"account":"alice@sylk.test","messages":[{"contact":"bob@sylk.test","timestamp":"2026-01-01T00:00:00+00:00","disposition":["display"],"message_id":"m1","content_type":"text/plain","content":"text 1","direction":"incoming","state":"received"},{"contact":"bob@sylk.test","timestamp":"2026-01-01T00:00:00+00:00","disposition":null,"message_id":"m2","content_type":"application/sylk-conversation-read","content":"bob@sylk.test","direction":"","state":null}]}""");
        var read = JsonNode.Parse((await GetAsync(host, Path + "/m0", $"Apikey {await TokenAsync(host)}")).Body);
        Assert.True(JsonNode.DeepEquals(expected, read), read!.ToJsonString());
    }

    [Fact]
    public async Task The_first_5000_entries_after_the_given_one_are_read()
    {
        await using var host = await GatewayHost.StartAsync();
        await AddAsync(host, 5002);
        var token = await TokenAsync(host);
        Assert.Equal("m4999", await LastAsync(host, Path, token));
        Assert.Equal("m5001", await LastAsync(host, Path + "/m4999", token));
        Assert.Equal("m4999", await LastAsync(host, Path + "/unheard-of", token));
        Assert.Equal("m5000", await LastAsync(host, Path + "/m0", token));
    }

    /// <summary>O-45.</summary>
    [Theory]
    [InlineData("alice@sylk.test", null)]
    [InlineData("alice@sylk.test", "")]
    [InlineData("alice@sylk.test", "Apikey")]
    [InlineData("alice@sylk.test", "Apikey ")]
    [InlineData("alice@sylk.test", "TOKEN")]
    [InlineData("alice@sylk.test", "Bearer TOKEN")]
    [InlineData("alice@sylk.test", "Apikey TOKEN x")]
    [InlineData("alice@sylk.test", "Apikey TOKENx")]
    [InlineData("alice@sylk.test", "Apikey wrong")]
    [InlineData("bob@sylk.test", "Apikey TOKEN")]
    [InlineData("no address", "Apikey TOKEN")]
    public async Task Without_the_account_s_own_token_nothing_is_read(string account, string? authorization)
    {
        await using var host = await GatewayHost.StartAsync();
        var token = await TokenAsync(host);
        await host.Store.ApiTokens.CreateAsync(Bob, TimeSpan.FromDays(31));
        await AddAsync(host, 1);
        var path = $"/webrtcgateway/messages/history/{Uri.EscapeDataString(account)}";
        var answer = await GetAsync(host, path, authorization?.Replace("TOKEN", token, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Unauthorized, "text/html; charset=utf-8", "Unauthorized"), (answer.Status, answer.Type, answer.Body));
    }

    [Fact]
    public async Task No_account_has_a_name_without_end()
    {
        await using var host = await GatewayHost.StartAsync();
        var path = $"/webrtcgateway/messages/history/{new string('a', 1000)}@sylk.test";
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, path, $"Apikey {await TokenAsync(host)}")).Status);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_none()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Store.Now = DateTimeOffset.UtcNow.AddDays(-31);
        var token = await TokenAsync(host);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(host, Path, $"Apikey {token}")).Status);
        host.Store.Now = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, Path, $"Apikey {token}")).Status);
    }

    /// <summary>O-39.</summary>
    [Fact]
    public async Task A_page_may_ask_whether_it_may_ask()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Options, Path);
        request.Headers.Add("Origin", "https://elsewhere.test");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("authorization", response.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_store_is_out_of_reach_the_device_is_told_to_come_again()
    {
        await using var host = await GatewayHost.StartAsync();
        var token = await TokenAsync(host);
        host.Store.IsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(host, Path, $"Apikey {token}")).Status);
    }

    private static ValueTask<string> TokenAsync(GatewayHost host) => host.Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromDays(31));

    private static async Task AddAsync(GatewayHost host, int count)
    {
        var drafts = Enumerable.Range(0, count).Select(i => new JournalDraft
        {
            MessageId = $"m{i}",
            Contact = Bob,
            Timestamp = "2026-01-01T00:00:00+00:00",
            Direction = i == 2 ? MessageDirection.None : MessageDirection.Incoming,
            ContentType = i == 2 ? "application/sylk-conversation-read" : "text/plain",
            Content = i == 2 ? "bob@sylk.test" : $"text {i}",
            Dispositions = i == 2 ? null : MessageDispositions.Display,
            State = i == 2 ? null : MessageState.Received,
        });
        foreach (var some in drafts.Chunk(500))
        {
            foreach (var writing in some.Select(d => host.Store.Journals.AppendAsync(Alice, d).AsTask()).ToList())
            {
                await writing;
            }
        }
    }

    private static async Task<string?> LastAsync(GatewayHost host, string path, string token) =>
        (string?)JsonNode.Parse((await GetAsync(host, path, $"Apikey {token}")).Body)!["messages"]!.AsArray()[^1]!["message_id"];

    private static async Task<(HttpStatusCode Status, string Body, string? Type, string? Shared)> GetAsync(GatewayHost host, string path, string? authorization)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await client.SendAsync(request);
        var shared = response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString(), shared);
    }
}
