using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Connections;

public sealed class TraceTests
{
    [Fact]
    public async Task What_passes_is_traced_and_secrets_are_not()
    {
        await using var host = await GatewayHost.StartAsync(s => s.Trace.Client = true);
        using var browser = await host.ConnectAsync();
        Assert.Equal("""out 127.0.0.1 {"sylkrtc":"ready-event"}""", await host.Trace.NextAsync());
        await browser.SendAsync("""{"sylkrtc":"account-add","account":"ü@b.c","p\u0061ssword":"secret","password":["s"],"transaction":"t1"}""");
        Assert.Equal("""in 127.0.0.1 {"sylkrtc":"account-add","account":"ü@b.c","password":"***","password":"***","transaction":"t1"}""", await host.Trace.NextAsync());
        Assert.StartsWith("""out 127.0.0.1 {"sylkrtc":"error","transaction":"t1",""", await host.Trace.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"token":"a-b","old_token":"c","new_token":null}""", """{"token":"***","old_token":"***","new_token":"***"}""")]
    [InlineData("""{"content":"hello"}""", """{"content":"(5 characters)"}""")]
    [InlineData("""{"x":[{"password":"p"}]}""", """{"x":[{"password":"***"}]}""")]
    [InlineData(
        """{"sdp":"v=0\r\na=ice-ufrag:u\r\na=ice-pwd:secret\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc+/=|2^20\r\na=x"}""",
        """{"sdp":"v=0\r\na=ice-ufrag:u\r\na=ice-pwd:***\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***|2^20\r\na=x"}""")]
    [InlineData("""{"password":"unfinished""", "(23 bytes that are no JSON)")]
    public async Task Secrets_are_masked_wherever_they_are(string message, string shown)
    {
        await using var host = await GatewayHost.StartAsync(s => s.Trace.Client = true);
        using var browser = await host.ConnectAsync();
        await host.Trace.NextAsync();
        await browser.SendAsync(message);
        Assert.Equal($"in 127.0.0.1 {shown}", await host.Trace.NextAsync());
    }
}
