using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;

namespace Sylk.Registrar.Tests.Fakes;

internal sealed class FakeContext(ISipService sip, IStore store, TimeProvider time, string dataDirectory) : IApplicationContext
{
    public string Id => "registrar";

    public ILogger Logger => NullLogger.Instance;

    public ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public string DataDirectory => dataDirectory;

    public ISipService Sip => sip;

    public TimeProvider Time => time;

    public IMediaService Media => throw new NotSupportedException();

    public IEndpointRouteBuilder AdminRoutes => throw new NotSupportedException();

    public IStore Store => store;

    public IEndpointRouteBuilder Routes => throw new NotSupportedException();

    public ServerInfo Server => throw new NotSupportedException();

    public CancellationToken Stopping => CancellationToken.None;

    public IWireTrace CreateTrace(string name, bool enabled) => throw new NotSupportedException();

    public void Fault(string reason) => throw new InvalidOperationException(reason);
}
