using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Server.Web;

namespace Sylk.Server.Tests.Web;

public sealed class StartTests
{
    [Fact]
    public async Task Who_comes_before_the_applications_have_started_is_told_to_come_again()
    {
        await using var web = new WebServer(new() { Listen = "127.0.0.1:0" }, null, new ApplicationEndpoints(), "Test/1", NullLoggerFactory.Instance);
        await web.StartAsync(CancellationToken.None);
        using var client = new HttpClient { BaseAddress = web.PublicUrl };
        using var early = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter!.Delta);

        web.Open();
        using var late = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal("Test/1\n", await late.Content.ReadAsStringAsync());
    }
}
