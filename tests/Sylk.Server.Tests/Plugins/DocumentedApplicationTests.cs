using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Plugins;

public sealed class DocumentedApplicationTests
{
    [Fact]
    public async Task The_application_of_the_page_for_newcomers_runs()
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe("greeting = \"Good day.\"", TestPlugins.Hello);
        await application.StartAsync(CancellationToken.None);
        Assert.Equal("Good day.", (await server.GetAsync("/hello")).Body);
    }

    [Theory]
    [InlineData("HelloApplication.cs")]
    [InlineData("plugin.toml")]
    public async Task The_page_shows_what_runs(string file)
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "plugins.md"));
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "TestPlugins", "hello", file));
        Assert.Contains(string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"   {line}")), page, StringComparison.Ordinal);
    }
}
