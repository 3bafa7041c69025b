using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Tests.Fakes;

internal sealed class FakeContext(
    ISipService sip, IMediaService media, IStore store, string dataDirectory, IEndpointRouteBuilder routes, IEndpointRouteBuilder adminRoutes,
    Func<Uri> url, TimeProvider time, CancellationToken stopping) : IApplicationContext
{
    public string Id => "webrtcgateway";

    public ILogger Logger { get; } = new FakeLogger();

    public ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public string DataDirectory => dataDirectory;

    public ISipService Sip => sip;

    public IMediaService Media => media;

    public IEndpointRouteBuilder AdminRoutes => adminRoutes;

    public IStore Store => store;

    public IEndpointRouteBuilder Routes => routes;

    public TimeProvider Time => time;

    public ServerInfo Server => new("Test/1", "1", url());

    public CancellationToken Stopping => stopping;

    /// <summary>Traces by name.</summary>
    public ConcurrentDictionary<string, FakeTrace> Traces { get; } = [];

    public IWireTrace CreateTrace(string name, bool enabled) => Traces[name] = new() { IsEnabled = enabled };

    public void Fault(string reason) => throw new InvalidOperationException(reason);
}
