using System.Net.WebSockets;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Connections;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Ready_comes_first_and_pings_are_acknowledged()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync();
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
        await browser.RequestAsync("""{"sylkrtc":"ping","extra":{"a":1}}""");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"sylkrtc":"ping"}""")]
    [InlineData("""{"sylkrtc":"ping","transaction":5}""")]
    public async Task What_is_no_request_is_ignored(string text)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync();
        await browser.SendAsync(text);
        await browser.RequestAsync("""{"sylkrtc":"ping"}""");
    }

    [Theory]
    [InlineData("""{"sylkrtc":"Ping"}""", "unknown WebSocket request: Ping")]
    [InlineData("""{}""", "could not get WebSocket message type")]
    [InlineData("""{"sylkrtc":"videoroom-join"}""", "videoroom-join is not available on this server")]
    [InlineData("""{"sylkrtc":"account-add"}""", "Mandatory property 'account' of 'AccountAddRequest' object is missing")]
    [InlineData("""{"sylkrtc":"account-add","account":5}""", "Invalid value for 'account' property: 5")]
    [InlineData("""{"sylkrtc":"account-add","account":null}""", "Invalid value for 'account' property: None")]
    [InlineData("""{"sylkrtc":"account-add","account":"a b@c"}""", "invalid SIP URI: a b@c")]
    [InlineData("""{"sylkrtc":"account-add","account":"sip:sip:a@b"}""", "invalid SIP URI: sip:sip:a@b")]
    [InlineData("""{"sylkrtc":"account-add","account":"a@b\n"}""", "invalid SIP URI: a@b\n")]
    [InlineData("""{"sylkrtc":"account-add","account":"a@b","password":""}""", "the value's length must be between 1 and 9999 inclusive")]
    [InlineData("""{"sylkrtc":"session-trickle","session":"s","candidates":"x"}""", "Invalid value for 'candidates' property: 'x'")]
    [InlineData("""{"sylkrtc":"session-trickle","session":"s","candidates":[{"candidate":"c","sdpMLineIndex":true,"sdpMid":"0"}]}""", "Invalid value for 'sdpMLineIndex' property: True")]
    [InlineData("""{"sylkrtc":"session-terminate","session":"s"}""", "Unknown session s")]
    public async Task Faulty_requests_are_refused(string request, string error)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync();
        await browser.RefusedAsync(request, error);
    }

    [Theory]
    [InlineData("P-Asserted-Identity", "<sip:boss@sylk.test>")]
    [InlineData("route", "<sip:192.0.2.1;lr>")]
    [InlineData("X-Sylk-App", "echo")]
    [InlineData("f", "<sip:boss@sylk.test>")]
    [InlineData("X Y", "v")]
    [InlineData("X-Good", "a\\r\\nRoute: <sip:192.0.2.1;lr>")]
    public async Task A_page_cannot_add_headers_that_route_a_call_or_vouch_for_its_caller(string name, string value)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync("alice@sylk.test");
        await browser.StartAsync($$"""
            {"sylkrtc":"session-create","session":"s","account":"alice@sylk.test","uri":"bob@sylk.test","sdp":"v=0\r\no=\r\ns=\r\nm=","headers":[{"name":"{{name}}","value":"{{value}}"}]}
            """);
        Assert.StartsWith("Invalid value for '", (string?)(await browser.ReceiveAsync())!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_too_long_closes_the_connection()
    {
        await using var host = await GatewayHost.StartAsync(s => s.MaxMessageBytes = 4096);
        using var browser = await host.ConnectAsync();
        await browser.SendAsync(new string('x', 5000));
        Assert.Null(await browser.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, browser.CloseStatus);
    }

    [Fact]
    public async Task The_end_of_the_application_closes_the_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await host.ConnectAsync();
        await host.StopAsync();
        Assert.Null(await browser.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, browser.CloseStatus);
    }

    [Theory]
    [InlineData("sylkRTC-2", null, true)]
    [InlineData("sylkRTC-2", "https://good.example", true)]
    [InlineData("sylkRTC-2", "https://bad.example", false)]
    [InlineData("sylkRTC-2", "null", false)]
    [InlineData("sylkRTC-9", null, false)]
    public async Task Only_allowed_pages_with_a_known_protocol_connect(string protocol, string? origin, bool connects)
    {
        await using var host = await GatewayHost.StartAsync(s => s.Origins = ["https://good.example:443"]);
        var connecting = Browser.ConnectAsync(host.Address, protocol, origin);
        if (connects)
        {
            (await connecting).Dispose();
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => connecting);
        }
    }
}
