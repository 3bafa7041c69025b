using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Media.Sessions;
using Sylk.Server.Configuration;
using Sylk.Server.Configuration.Binding;
using Sylk.Server.Plugins;
using Sylk.Server.Tests.Support;
using Sylk.Server.Web;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Tests.Plugins;

/// <summary>The web server and the plugin host on a free port, without SIP and media.</summary>
internal sealed class TestServer : IServerResources, IAsyncDisposable
{
    /// <summary>Opens the admin interface.</summary>
    public const string Secret = "a secret for operators";

    private readonly WebServer _web;

    private readonly AdminServer _admin;

    private TestServer()
    {
        _web = new(new WebSettings { Listen = "127.0.0.1:0" }, null, Endpoints, "test", Loggers);
        _admin = new(new(IPAddress.Loopback, 0), Secret, AdminEndpoints, "test", Loggers);
    }

    public ServerInfo Info => new("test", "0", _web.PublicUrl);

    public TimeProvider Time => TimeProvider.System;

    public ILoggerFactory Loggers => NullLoggerFactory.Instance;

    public ApplicationEndpoints Endpoints { get; } = new();

    public ApplicationEndpoints AdminEndpoints { get; } = new();

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("sylk-test").FullName;

    public static async Task<TestServer> StartAsync()
    {
        var server = new TestServer();
        await server._web.StartAsync(CancellationToken.None);
        server._web.Open();
        await server._admin.StartAsync(CancellationToken.None);
        return server;
    }

    public IStore Store => throw new NotSupportedException();

    public ISipAgent LendSip(HostedApplication application) => new NoSip();

    public IMediaAgent LendMedia(HostedApplication application) => new NoMedia();

    public IWireTrace OpenTrace(string name, bool enabled) => throw new NotSupportedException();

    /// <summary>Loads the probe, with these settings.</summary>
    public HostedApplication LoadProbe(string settings = "", string? directory = null)
    {
        var problems = new SettingsProblems();
        var manifest = PluginManifest.Read(directory ?? TestPlugins.Probe, problems);
        Assert.Empty(problems.InOrder);
        var application = new HostedApplication(manifest!, this);
        var path = Path.Combine(DataDirectory, "probe.toml");
        File.WriteAllText(path, settings);
        application.Load(type => new SettingsBinder(SettingsFile.Read(path, problems), "probe", EnvironmentOverrides.None, problems).Bind(type));
        Assert.Empty(problems.InOrder);
        return application;
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(Info.PublicUrl, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks the admin interface.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAdminAsync(string path, string? authorization)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_admin.EndPoint}{path}");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _web.StopAsync(CancellationToken.None);
        await _web.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}
