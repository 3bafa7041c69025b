using System.Net;
using Sylk.Abstractions;
using Sylk.Server.Configuration;
using Sylk.Server.Configuration.Binding;
using Sylk.Server.Tests.Plugins;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Web;

public sealed class AdminServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(TestServer.Secret)]
    [InlineData("Bearer " + TestServer.Secret)]
    [InlineData("bearer " + TestServer.Secret)]
    public async Task Who_knows_the_secret_gets_the_pages_of_started_applications(string authorization)
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe("admin_page = \"/anything/{name}\"");
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAdminAsync("/anything/x", authorization)).Status);
        await application.StartAsync(CancellationToken.None);
        Assert.Equal((HttpStatusCode.OK, "probe for operators"), await server.GetAdminAsync("/anything/x", authorization));
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/anything/x")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAdminAsync("/probe/page", authorization)).Status);
        await application.StopAsync(Limit);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAdminAsync("/anything/x", authorization)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("a secret for operator")]
    [InlineData("a secret for operators!")]
    [InlineData("Basic a secret for operators")]
    [InlineData("Bearer Bearer a secret for operators")]
    public async Task Others_learn_nothing(string? authorization)
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe("admin_page = \"/anything\"");
        await application.StartAsync(CancellationToken.None);
        var refused = (HttpStatusCode.Forbidden, "Authentication error");
        Assert.Equal(refused, await server.GetAdminAsync("/anything", authorization));
        Assert.Equal(refused, await server.GetAdminAsync("/nothing", authorization));
        await application.StopAsync(Limit);
    }

    [Theory]
    [InlineData("/things/{id}", "/Things/{name}", "/things/1")]
    [InlineData("/things/{id}/{**rest}", "/things/{id}/{**path}", "/things/1/2")]
    public async Task Of_two_applications_with_the_same_path_the_later_one_is_at_fault(string first, string second, string path)
    {
        await using var server = await TestServer.StartAsync();
        var earlier = server.LoadProbe($"admin_page = \"{first}\"", TestPlugins.CopyProbe(server.DataDirectory, "first"));
        var later = server.LoadProbe($"admin_page = \"{second}\"", TestPlugins.CopyProbe(server.DataDirectory, "second"));
        await earlier.StartAsync(CancellationToken.None);
        await later.StartAsync(CancellationToken.None);
        await later.Released.WaitAsync(Limit);
        Assert.Equal(ApplicationState.Faulted, later.Status.State);
        Assert.Equal($"the admin route '{second}' belongs to the application 'first'", later.Status.Reason);
        Assert.Equal("first for operators", (await server.GetAdminAsync(path, TestServer.Secret)).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/second/page")).Status);
        await earlier.StopAsync(Limit);
    }

    [Fact]
    public async Task Without_a_secret_it_is_not_opened()
    {
        await using var closed = await RunningServer.StartAsync();
        Assert.Null(closed.Server.AdminEndPoint);
    }

    [Fact]
    public async Task With_a_secret_it_is_opened()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, TestServer.Secret + "\n");
        await using var open = await RunningServer.StartAsync(settings: $"[admin]\nlisten = \"127.0.0.1:0\"\ntoken_file = \"{file}\"");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{open.Server.AdminEndPoint}/");
        request.Headers.TryAddWithoutValidation("Authorization", TestServer.Secret);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        File.Delete(file);
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("")]
    [InlineData("a secret of two\nlines is none")]
    [InlineData(null)]
    public void A_file_without_a_usable_secret_is_a_mistake(string? content)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, content ?? "");
        if (content is null)
        {
            File.Delete(file);
        }

        var problems = new SettingsProblems();
        var settings = Path.GetTempFileName();
        File.WriteAllText(settings, $"token_file = \"{file}\"");
        new SettingsBinder(SettingsFile.Read(settings, problems), "", EnvironmentOverrides.None, problems).Bind<AdminSettings>();
        Assert.Contains("token_file", Assert.Single(problems.InOrder).ToString(), StringComparison.Ordinal);
        File.Delete(file);
        File.Delete(settings);
    }
}
