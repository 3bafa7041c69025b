using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sylk.Server.Web;

/// <summary>The web server for operators. Nothing in it is reached without the secret.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private const string Scheme = "Bearer ";

    private readonly WebApplication _application;
    private readonly IPEndPoint _listen;
    private readonly byte[] _secret;

    /// <param name="listen">Where to listen.</param>
    /// <param name="secret">What a request must bring in its Authorization header.</param>
    /// <param name="endpoints">The pages of the applications.</param>
    /// <param name="product">Value of the Server header.</param>
    /// <param name="loggers">The log.</param>
    public AdminServer(IPEndPoint listen, string secret, ApplicationEndpoints endpoints, string product, ILoggerFactory loggers)
    {
        _listen = listen;
        _secret = Digest(secret);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen, endPoint => endPoint.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _application.Use(next => context =>
        {
            context.Response.Headers.Server = product;
            return IsAuthorized(context.Request.Headers.Authorization.ToString()) ? next(context) : RefuseAsync(context.Response);
        });
        _application.UseRouting();
        ((IEndpointRouteBuilder)_application).DataSources.Add(endpoints);
    }

    /// <summary>Address and port it listens on, once started.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken);
        var address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        EndPoint = new(_listen.Address, BindingAddress.Parse(address).Port);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>Compares digests, so that neither the length nor the beginning of the secret shows in the time it takes.</summary>
    private bool IsAuthorized(string header) =>
        CryptographicOperations.FixedTimeEquals(Digest(header), _secret)
        || (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), _secret));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync("Authentication error");
    }
}
