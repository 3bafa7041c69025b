using Sylk.Server.Configuration;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Web;

public sealed class ReverseProxyTests
{
    private static readonly (string, string)[] Forwarded =
    [
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "phone.example.org"),
        ("X-Forwarded-Prefix", "/evil"),
    ];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task A_trusted_proxy_is_believed(string trusted)
    {
        await using var web = await StartAsync(trusted);
        Assert.Equal("203.0.113.7 https phone.example.org", await web.SeenAsync(Forwarded));
    }

    [Theory]
    [InlineData]
    [InlineData("10.0.0.0/8")]
    [InlineData("127.0.0.2")]
    public async Task Nobody_else_is_believed(params string[] trusted)
    {
        await using var web = await StartAsync(trusted);
        Assert.Equal("127.0.0.1 http 127.0.0.1", await web.SeenAsync(Forwarded));
    }

    [Fact]
    public async Task What_the_client_of_a_proxy_claims_is_not_believed()
    {
        await using var web = await StartAsync("127.0.0.1");
        Assert.Equal("203.0.113.7 http 127.0.0.1", await web.SeenAsync(("X-Forwarded-For", "198.51.100.1, 203.0.113.7")));
    }

    [Theory]
    [InlineData("https://phone.example.org", "https://phone.example.org/")]
    [InlineData("https://example.org/phone/", "https://example.org/phone")]
    public async Task The_public_url_is_the_one_of_the_proxy(string setting, string expected)
    {
        await using var web = await TestWeb.StartAsync(new() { Listen = "127.0.0.1:0", PublicUrl = setting });
        Assert.Equal(expected, web.Server.PublicUrl.ToString());
    }

    [Fact]
    public async Task Without_a_proxy_the_public_url_is_where_it_listens()
    {
        await using var web = await TestWeb.StartAsync(new() { Listen = "127.0.0.1:0" });
        Assert.Equal($"http://127.0.0.1:{web.Server.EndPoint.Port}/", web.Server.PublicUrl.ToString());
    }

    private static Task<TestWeb> StartAsync(params string[] trusted) => TestWeb.StartAsync(new WebSettings { Listen = "127.0.0.1:0", TrustedProxies = trusted });
}
