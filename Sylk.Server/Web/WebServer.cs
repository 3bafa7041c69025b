using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sylk.Server.Certificates;
using Sylk.Server.Configuration;

namespace Sylk.Server.Web;

/// <summary>The one web server, in which applications have their paths.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly WebSettings _settings;
    private readonly bool _isSecure;
    private bool _isOpen;

    /// <param name="settings">Where to listen.</param>
    /// <param name="certificate">With it HTTPS, without it HTTP.</param>
    /// <param name="endpoints">The routes of the applications.</param>
    /// <param name="product">Value of the Server header.</param>
    /// <param name="loggers">The log.</param>
    public WebServer(WebSettings settings, ReloadingCertificate? certificate, ApplicationEndpoints endpoints, string product, ILoggerFactory loggers)
    {
        _settings = settings;
        _isSecure = certificate is not null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.EndPoint, listen => Configure(listen, certificate));
        });
        if (_isSecure)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        _application = builder.Build();
        _application.Use(next => context =>
        {
            context.Response.Headers.Server = product;
            return Volatile.Read(ref _isOpen) ? next(context) : RefuseAsync(context);
        });
        if (settings.TrustedProxies.Count > 0)
        {
            _application.UseForwardedHeaders(Trust(settings));
        }

        _application.UseWebSockets();
        _application.MapGet("/", context => context.Response.WriteAsync(product + "\n"));
        ((IEndpointRouteBuilder)_application).DataSources.Add(endpoints);
    }

    /// <summary>Address and port it listens on, once started.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Base URL for browsers, without trailing slash.</summary>
    public Uri PublicUrl => new((_settings.PublicUrl ?? $"{(_isSecure ? "https" : "http")}://{Reachable(EndPoint)}").TrimEnd('/'));

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken);
        var address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        EndPoint = new(_settings.EndPoint.Address, BindingAddress.Parse(address).Port);
    }

    /// <summary>From now on requests are served. Those that come before, while applications start, are told to come again.</summary>
    public void Open() => Volatile.Write(ref _isOpen, true);

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    }

    private static void Configure(ListenOptions listen, ReloadingCertificate? certificate)
    {
        if (certificate is null)
        {
            listen.Protocols = HttpProtocols.Http1;
            return;
        }

        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new System.Net.Security.SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current.Context,
            }),
        });
    }

    private static ForwardedHeadersOptions Trust(WebSettings settings)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = null,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in settings.TrustedProxies)
        {
            if (NetworkText.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
        }

        return options;
    }

    private static IPEndPoint Reachable(IPEndPoint endPoint) =>
        endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any)
            ? new(LocalAddress.First(endPoint.AddressFamily), endPoint.Port)
            : endPoint;
}
