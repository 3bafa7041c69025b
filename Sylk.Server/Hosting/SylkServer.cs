using Microsoft.Extensions.Logging;
using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Media.Sessions;
using Sylk.Server.Certificates;
using Sylk.Server.Configuration;
using Sylk.Server.Diagnostics;
using Sylk.Server.Media;
using Sylk.Server.Plugins;
using Sylk.Server.Sip;
using Sylk.Server.Web;
using Sylk.Sip.Transports;
using Sylk.Sip.UserAgents;
using Sylk.Storage;

namespace Sylk.Server.Hosting;

/// <summary>The running server: what is started in which order, and stopped in reverse.</summary>
internal sealed partial class SylkServer : IServerResources, IAsyncDisposable
{
    /// <summary>From the signal to the end of the process.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly ServerSettings _settings;
    private readonly ILogger _logger;
    private readonly TraceFiles _traces;
    private ApplicationHost _applications = new([]);
    private WebServer? _web;
    private AdminServer? _admin;
    private ServerMedia? _media;
    private SipServer? _sip;
    private Store? _store;

    public SylkServer(ServerSettings settings, ILoggerFactory loggers, TimeProvider time)
    {
        _settings = settings;
        Loggers = loggers;
        Time = time;
        _logger = loggers.CreateLogger<SylkServer>();
        _traces = new(settings.Trace.Dir, time, loggers);
    }

    public ServerInfo Info => new(Product.Token, Product.Version, _web!.PublicUrl);

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    public ApplicationEndpoints Endpoints { get; } = new();

    public ApplicationEndpoints AdminEndpoints { get; } = new();

    /// <summary>Where the admin interface is; <c>null</c> if it is not open.</summary>
    public System.Net.IPEndPoint? AdminEndPoint => _admin?.EndPoint;

    /// <summary>Where SIP is received.</summary>
    public IReadOnlyList<SipListener> SipListeners => _sip!.Listeners;

    public IStore Store => _store!;

    public string DataDirectory => _settings.Server.DataDir;

    public ISipAgent LendSip(HostedApplication application) => _sip!.Lend(application);

    public IMediaAgent LendMedia(HostedApplication application) => _media!.Lend();

    public IWireTrace OpenTrace(string name, bool enabled) => _traces.Open(name, enabled);

    public async Task StartAsync(ApplicationHost applications, CancellationToken cancellationToken)
    {
        _applications = applications;
        Directory.CreateDirectory(DataDirectory);
        _store = await Storage.Store.OpenAsync(_settings.Store.Options(DataDirectory), Loggers, Time, cancellationToken);
        _store.StartHousekeeping();
        _media = ServerMedia.Start(_settings, Time, Loggers);
        var certificate = OpenCertificate(_settings.Web.Certificate, _settings.Web.Key);
        _web = new(_settings.Web, certificate, Endpoints, Product.Token, Loggers);
        await _web.StartAsync(cancellationToken);
        if (_settings.Admin.ReadToken() is { } token)
        {
            _admin = new(_settings.Admin.EndPoint, token, AdminEndpoints, Product.Token, Loggers);
            await _admin.StartAsync(cancellationToken);
        }

        _sip = new(_settings, CertificatePath(_settings.Tls.Certificate), Loggers, Time);
        Apply(_settings.Trace);
        _sip.Start();
        await applications.StartAsync(cancellationToken);
        _web.Open();
        LogReady(Product.Token, _web.PublicUrl);
        foreach (var listener in SipListeners)
        {
            LogListener(listener.Transport, listener.EndPoint);
        }

        if (AdminEndPoint is { } admin)
        {
            LogAdmin(admin);
        }

        foreach (var application in applications.All.Where(a => a.IsStarted && a.Manifest.Page is not null))
        {
            var page = $"{_web.PublicUrl.ToString().TrimEnd('/')}/{application.Id}/{application.Manifest.Page!.TrimStart('/')}";
            LogPage(page);
        }
    }

    /// <summary>Switches traces, also while running.</summary>
    public void Apply(TraceSettings trace)
    {
        var messages = _traces.Open("sip", trace.Sip);
        var dns = _traces.Open("dns", trace.Dns);
        _sip?.Trace(trace.Sip ? new SipTrace(messages, trace.SipOnly) : null, trace.Dns ? line => dns.Write(true, "DNS", line) : null);
    }

    /// <summary>Completes when the loops of SIP and media have taken a turn.</summary>
    public Task PulseAsync() => Task.WhenAll(_sip!.PulseAsync(), _media!.PulseAsync());

    /// <summary>Ends every call and stops.</summary>
    public async Task StopAsync()
    {
        LogStopping();
        _sip?.Drain();
        await _applications.StopAsync(StopLimit * 0.7);
        if (_web is not null)
        {
            using var limit = new CancellationTokenSource(StopLimit / 5, Time);
            await Task.WhenAll(_web.StopAsync(limit.Token), _admin?.StopAsync(limit.Token) ?? Task.CompletedTask);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sip is not null)
        {
            await _sip.DisposeAsync();
        }

        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        _media?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await _traces.DisposeAsync();
    }

    private ReloadingCertificate? OpenCertificate(string? certificate, string? key) =>
        CertificatePath(certificate) is { } path ? new(path, key, Time, Loggers.CreateLogger<ReloadingCertificate>()) : null;

    private string? CertificatePath(string? certificate) => certificate == CertificateSettings.SelfSigned
        ? SelfSignedCertificate.Ensure(DataDirectory, CertificateNames(), Time.GetUtcNow())
        : certificate;

    private static IEnumerable<string> CertificateNames() =>
        ["localhost", "127.0.0.1", "::1", System.Net.Dns.GetHostName(), LocalAddress.First(System.Net.Sockets.AddressFamily.InterNetwork).ToString()];

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Product} is ready at {Url}")]
    private partial void LogReady(string product, Uri url);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Point a browser to {Url}")]
    private partial void LogPage(string url);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "SIP over {Transport} at {EndPoint}")]
    private partial void LogListener(string transport, System.Net.IPEndPoint endPoint);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "The admin interface is at {EndPoint}")]
    private partial void LogAdmin(System.Net.IPEndPoint endPoint);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Stopping")]
    private partial void LogStopping();
}
