using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.Media.Sessions;
using Sylk.Sip.UserAgents;

namespace Sylk.Server.Plugins;

/// <summary>The server as one application sees it. Everything lent through it is taken back by <see cref="DisposeAsync"/>.</summary>
internal sealed class ApplicationContext : IApplicationContext, IAsyncDisposable
{
    private readonly HostedApplication _application;
    private readonly IServerResources _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<IWireTrace> _traces = [];

    public ApplicationContext(HostedApplication application, IServerResources server)
    {
        _application = application;
        _server = server;
        LoggerFactory = new ApplicationLoggerFactory(server.Loggers, application.Id);
        Logger = LoggerFactory.CreateLogger("");
        DataDirectory = Directory.CreateDirectory(Path.Combine(server.DataDirectory, application.Id)).FullName;
        LentSip = server.LendSip(application);
        LentMedia = server.LendMedia(application);
        Requests = new(Logger);
    }

    public string Id => _application.Id;

    public ILogger Logger { get; }

    public ILoggerFactory LoggerFactory { get; }

    public string DataDirectory { get; }

    public ISipService Sip => LentSip;

    public IMediaService Media => LentMedia;

    public IEndpointRouteBuilder Routes => OwnRoutes ?? throw new InvalidOperationException("Routes are available from the constructor of the application on.");

    public IEndpointRouteBuilder AdminRoutes => OwnAdminRoutes ?? throw new InvalidOperationException("Routes are available from the constructor of the application on.");

    public IStore Store => _server.Store;

    public TimeProvider Time => _server.Time;

    public ServerInfo Server => _server.Info;

    public CancellationToken Stopping => _stopping.Token;

    public ISipAgent LentSip { get; }

    public IMediaAgent LentMedia { get; }

    public ApplicationRequests Requests { get; }

    /// <summary>Set once the services of the application exist.</summary>
    public ApplicationRoutes? OwnRoutes { get; set; }

    /// <inheritdoc cref="OwnRoutes" />
    public ApplicationRoutes? OwnAdminRoutes { get; set; }

    public IWireTrace CreateTrace(string name, bool enabled)
    {
        var trace = _server.OpenTrace(name, enabled);
        lock (_traces)
        {
            _traces.Add(trace);
        }

        return trace;
    }

    public void Fault(string reason) => _application.Fault(reason);

    /// <summary>Tells the application that it is to stop, and ends its sessions.</summary>
    public async Task DrainAsync()
    {
        RemoveRoutes();
        await _stopping.CancelAsync();
        await LentSip.EndSessionsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        RemoveRoutes();
        await _stopping.CancelAsync();
        LentSip.Close();
        await LentMedia.DisposeAsync();
        await Requests.CloseAsync();
        foreach (var trace in _traces)
        {
            trace.IsEnabled = false;
        }

        _stopping.Dispose();
    }

    private void RemoveRoutes()
    {
        _server.Endpoints.Remove(Id);
        _server.AdminEndpoints.Remove(Id);
    }
}
