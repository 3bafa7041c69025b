using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions;

namespace Sylk.Server.Plugins;

/// <summary>One application from its manifest to its end: <c>Loaded, Started, Draining, Stopped</c>, or <c>Faulted</c> with a
/// reason. Nothing an application throws leaves this class.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it owns is disposed asynchronously, by ReleaseAsync.")]
internal sealed partial class HostedApplication(PluginManifest manifest, IServerResources server)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = server.Loggers.CreateLogger(ApplicationLoggerFactory.Category(manifest.Id));
    private readonly Lock _lock = new();
    private Plugin? _plugin;
    private object? _settings;
    private ApplicationContext? _context;
    private ServiceProvider? _services;
    private ISylkApplication? _application;
    private Task _starting = Task.CompletedTask;
    private Task _release = Task.CompletedTask;
    private volatile ApplicationStatus _status = new(ApplicationState.Stopped, null);

    public string Id => manifest.Id;

    public PluginManifest Manifest => manifest;

    public ApplicationStatus Status => _status;

    public bool IsStarted => _status.State == ApplicationState.Started;

    /// <summary>Whether it serves a SIP domain.</summary>
    public bool ServesDomain => _context?.LentSip.ServesDomain == true;

    /// <summary>The settings as bound, or <c>null</c>.</summary>
    public object? Settings => _settings;

    /// <summary>Dies when the code has left the memory; <c>null</c> while there is none.</summary>
    public WeakReference? LifeSign => _plugin?.LifeSign;

    /// <summary>Brings the code into memory and reads its settings. Mistakes in the settings are reported, everything else
    /// is a fault of the application.</summary>
    public void Load(Func<Type, object> bindSettings)
    {
        try
        {
            _plugin = Plugin.Load(manifest);
            _settings = _plugin.SettingsType is { } type ? bindSettings(type) : null;
            _status = new(ApplicationState.Loaded, null);
        }
        catch (PluginException e)
        {
            Fault(e.Message);
        }
        catch (Exception e)
        {
            Fault("it cannot be loaded", e);
        }
    }

    /// <summary>Makes the application and starts it. Returns when it takes requests or has failed.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        _status.State == ApplicationState.Loaded ? _starting = StartLoadedAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Ends its sessions, stops it and lets its code go.</summary>
    /// <param name="limit">How long the application may take.</param>
    public async Task StopAsync(TimeSpan limit)
    {
        await _starting;
        var wasStarted = TryChange(ApplicationState.Started, new(ApplicationState.Draining, null));
        if (wasStarted || TryChange(ApplicationState.Loaded, new(ApplicationState.Draining, null)))
        {
            Release(() => StopAndReleaseAsync(wasStarted, limit));
        }

        await _release;
    }

    /// <summary>Takes the application out of service.</summary>
    public void Fault(string reason, Exception? exception = null)
    {
        lock (_lock)
        {
            if (_status.State is ApplicationState.Draining or ApplicationState.Faulted)
            {
                return;
            }

            var full = exception is null ? reason : $"{reason}: {exception.Message}";
            _status = new(ApplicationState.Faulted, full);
        }

        LogFaulted(exception, Id, _status.Reason!);
        Release(ReleaseAsync);
    }

    /// <summary>Completes when everything has been taken back.</summary>
    public Task Released => _release;

    private async Task StartLoadedAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var application = Create();
            limit.CancelAfter(StartLimit);
            await application.StartAsync(limit.Token).AsTask().WaitAsync(limit.Token);
            server.AdminEndpoints.PublishApart(Id, _context!.OwnAdminRoutes!.Build());
            server.Endpoints.Publish(Id, _context.OwnRoutes!.Build());
            if (TryChange(ApplicationState.Loaded, new(ApplicationState.Started, null)))
            {
                LogStarted(Id, manifest.Version);
            }
        }
        catch (PluginException e)
        {
            Fault(e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Fault(cancellationToken.IsCancellationRequested ? "the server stopped before it had started" : $"it did not start within {StartLimit.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            Fault("it failed to start", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ISylkApplication Create()
    {
        var plugin = _plugin!;
        var context = _context = new ApplicationContext(this, server);
        var services = new ServiceCollection()
            .AddSingleton<IApplicationContext>(context)
            .AddSingleton(context.LoggerFactory)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(context.Logger)
            .AddSingleton(server.Time)
            .AddOptions();
        if (_settings is not null)
        {
            services.AddSingleton(_settings.GetType(), _settings);
        }

        plugin.ConfigureServices(services);
        services.AddSingleton(plugin.ApplicationType);
        _services = services.BuildServiceProvider();
        context.OwnRoutes = new(Id, _services, context.Requests);
        context.OwnAdminRoutes = new(null, _services, context.Requests);
        return _application = (ISylkApplication)_services.GetRequiredService(plugin.ApplicationType);
    }

    private async Task StopAndReleaseAsync(bool wasStarted, TimeSpan limit)
    {
        try
        {
            if (wasStarted)
            {
                await StopApplicationAsync(limit);
            }
        }
        catch (Exception e)
        {
            LogStopFailed(e, Id);
        }

        await ReleaseAsync();
        _status = new(ApplicationState.Stopped, null);
        LogStopped(Id);
    }

    private async Task StopApplicationAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit, server.Time);
        await _context!.DrainAsync().WaitAsync(timeout.Token);
        await _application!.StopAsync(timeout.Token).AsTask().WaitAsync(timeout.Token);
    }

    /// <summary>Takes back whatever the application has, in reverse order.</summary>
    private async Task ReleaseAsync()
    {
        // An application that declares itself unfit while it starts is still using all this.
        await _starting;
        try
        {
            _application = null;
            if (_context is not null)
            {
                await _context.DisposeAsync();
                _context = null;
            }

            if (_services is not null)
            {
                await _services.DisposeAsync();
                _services = null;
            }
        }
        catch (Exception e)
        {
            LogStopFailed(e, Id);
        }

        _settings = null;
        _plugin?.Unload();
        _plugin = null;
    }

    /// <summary>Starts the release once, outside of the caller, which may be the application itself.</summary>
    private void Release(Func<Task> release)
    {
        lock (_lock)
        {
            _release = _release.IsCompleted ? Task.Run(release) : _release;
        }
    }

    private bool TryChange(ApplicationState from, ApplicationStatus to)
    {
        lock (_lock)
        {
            if (_status.State != from)
            {
                return false;
            }

            _status = to;
            return true;
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Application {Application} {Version} started")]
    private partial void LogStarted(string application, string version);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Application {Application} stopped")]
    private partial void LogStopped(string application);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "Application {Application} is out of service: {Reason}")]
    private partial void LogFaulted(Exception? exception, string application, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "Application {Application} did not stop cleanly")]
    private partial void LogStopFailed(Exception exception, string application);
}

/// <summary>State of an application; the reason if it is faulted.</summary>
internal sealed record ApplicationStatus(ApplicationState State, string? Reason);
