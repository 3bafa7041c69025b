using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sylk.Abstractions;

namespace Sylk.Probe;

/// <summary>An application for tests of the host: it has a page, one that throws, and faults on demand.</summary>
[SylkApplication(Settings = typeof(ProbeSettings))]
public sealed class ProbeApplication : ISylkApplication
{
    private readonly IApplicationContext _context;
    private readonly ProbeSettings _settings;

    public ProbeApplication(IApplicationContext context, ProbeSettings settings)
    {
        _context = context;
        _settings = settings;
        if (settings.Throws == "constructor")
        {
            throw new InvalidOperationException("no constructor today");
        }
    }

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.Throws == "start")
        {
            throw new InvalidOperationException("no start today");
        }

        _context.Routes.MapGet("/probe/page", (RequestDelegate)(http => http.Response.WriteAsync("a page of the probe")));
        _context.Routes.MapGet("/probe/broken", (RequestDelegate)(_ => throw new InvalidOperationException("broken")));
        _context.Routes.MapGet("/probe/unfit", (RequestDelegate)(http =>
        {
            _context.Fault("asked to");
            return http.Response.WriteAsync("unfit now");
        }));
        return ValueTask.CompletedTask;
    }
}
