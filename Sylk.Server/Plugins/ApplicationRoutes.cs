using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Sylk.Server.Plugins;

/// <summary>Collects the web routes of one application, guards them, and forgets them when it stops.</summary>
/// <param name="path">First segment of all their paths; <c>null</c>: they are free.</param>
/// <param name="services">The services of the application.</param>
/// <param name="requests">Runs them.</param>
internal sealed class ApplicationRoutes(string? path, IServiceProvider services, ApplicationRequests requests) : IEndpointRouteBuilder
{
    public IServiceProvider ServiceProvider { get; } = services;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(ServiceProvider);

    /// <summary>The endpoints mapped so far, ready for the web server.</summary>
    /// <exception cref="PluginException">One lies outside of the application's own path.</exception>
    public IReadOnlyList<Endpoint> Build() => [.. DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().Select(Guard)];

    private RouteEndpoint Guard(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern;
        if (path is not null
            && (pattern.PathSegments is not [{ Parts: [RoutePatternLiteralPart first] }, ..] || !first.Content.Equals(path, StringComparison.OrdinalIgnoreCase)))
        {
            throw new PluginException($"the route '{pattern.RawText}' does not begin with '/{path}'");
        }

        return endpoint.RequestDelegate is { } inner
            ? new(context => requests.InvokeAsync(context, inner), pattern, endpoint.Order, endpoint.Metadata, endpoint.DisplayName)
            : endpoint;
    }
}
