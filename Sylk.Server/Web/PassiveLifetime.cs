using Microsoft.Extensions.Hosting;

namespace Sylk.Server.Web;

/// <summary>Signals are the business of the process, not of a web server.</summary>
internal sealed class PassiveLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
