using System.Net;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Push;

public sealed class DeviceTokenTests
{
    private const string Alice = "alice@sylk.test";

    [Fact]
    public async Task A_device_of_an_authenticated_account_is_stored_at_once()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Token("tok-en", "android"));
        Assert.Equal([new("app", "dev", "android", "tok-en", null, false, null)], await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
    }

    [Fact]
    public async Task Before_that_it_is_stored_when_the_account_is_registered()
    {
        await using var host = await GatewayHost.StartAsync();
        var (browser, registration) = await host.RegisterAsync(Alice);
        await browser.RequestAsync(Token("call-back-ground", "ios", ",\"silent\":true"));
        Assert.Empty(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
        registration.Tell(RegistrationStateKind.Registered, 200, "OK");
        await browser.ReceiveAsync();

        // What is asked of the device waits for its storage.
        await browser.RequestAsync(Token("call-back-ground", "ios", ",\"silent\":true"));
        Assert.Equal([new("app", "dev", "ios", "call", "back-ground", true, null)], await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
        Assert.Equal("call-back-ground", registration.Refreshed!.Single(p => p.Key == "pn-tok").Value);
        browser.Dispose();
    }

    [Fact]
    public async Task Who_only_added_the_account_stores_nothing()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync(Alice);
        await browser.RequestAsync(Token("tok", "android"));
        await browser.RequestAsync($$"""{"sylkrtc":"account-remove","account":"{{Alice}}"}""");
        Assert.Empty(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
    }

    [Fact]
    public async Task Unregistering_forgets_the_device_and_no_other()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Store.PushTokens.SetAsync(AccountAddress.Of(Alice), new("app", "other", "ios", "t", null, false, null));
        using var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Token("tok", "android"));
        await browser.RequestAsync($$"""{"sylkrtc":"account-unregister","account":"{{Alice}}"}""");
        Assert.Equal("other", Assert.Single(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice))).DeviceId);
    }

    [Fact]
    public async Task A_device_outlives_its_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        var browser = await host.LogInAsync(Alice);
        await browser.RequestAsync(Token("tok", "android"));
        await browser.CloseAsync();
        Assert.Single(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
    }

    [Theory]
    [InlineData("token", "\"\"")]
    [InlineData("device", "\"\"")]
    [InlineData("app", "\"a\\u0000b\"")]
    [InlineData("platform", "7")]
    public async Task A_device_without_usable_names_is_refused(string member, string value)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.LogInAsync(Alice);
        var request = System.Text.Json.Nodes.JsonNode.Parse(Token("tok", "ios"))!.AsObject();
        request[member] = System.Text.Json.Nodes.JsonNode.Parse(value);
        await browser.StartAsync(request.ToJsonString());
        Assert.StartsWith($"Invalid value for '{member}' property", (string?)(await browser.ReceiveAsync())!["error"], StringComparison.Ordinal);
        Assert.Empty(await host.Store.PushTokens.ListAsync(AccountAddress.Of(Alice)));
    }

    /// <summary>O-40.</summary>
    [Fact]
    public async Task Operators_see_devices_and_remove_them_by_token()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Store.PushTokens.SetAsync(AccountAddress.Of(Alice), new("app", "dev", "ios", "call", "back", true, "Phone/1"));
        await host.Store.PushTokens.SetAsync(AccountAddress.Of(Alice), new("app", "tab", "android", "t/2", null, false, null));
        using var client = new HttpClient { BaseAddress = host.AdminAddress };
        Assert.Equal(
            """{"tokens":{"app-dev":{"device_id":"dev","token":"call","platform":"ios","silent":true,"app_id":"app","background_token":"back","user_agent":"Phone/1"},"app-tab":{"device_id":"tab","token":"t/2","platform":"android","silent":false,"app_id":"app","background_token":null}}}""",
            await client.GetStringAsync("/tokens/alice@SYLK.test"));
        Assert.Equal((HttpStatusCode.NotFound, """{"success":false}"""), await DeleteAsync(client, "/tokens/alice@sylk.test/app-dev"));
        Assert.Equal((HttpStatusCode.NotFound, """{"success":false}"""), await DeleteAsync(client, "/tokens/bob@sylk.test/back"));
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), await DeleteAsync(client, "/tokens/alice@sylk.test/back"));
        Assert.Equal((HttpStatusCode.NotFound, """{"success":false}"""), await DeleteAsync(client, "/tokens/alice@sylk.test/back"));
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), await DeleteAsync(client, "/tokens/alice@sylk.test/t%2F2"));
        Assert.Equal("""{"tokens":{}}""", await client.GetStringAsync("/tokens/alice@sylk.test"));
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(client, "/tokens/no%20address/x")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body)> DeleteAsync(HttpClient client, string path)
    {
        using var response = await client.DeleteAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Token(string token, string platform, string more = "") =>
        $$"""{"sylkrtc":"account-devicetoken","account":"{{Alice}}","token":"{{token}}","platform":"{{platform}}","device":"dev","app":"app"{{more}}}""";
}
