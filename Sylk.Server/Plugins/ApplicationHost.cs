namespace Sylk.Server.Plugins;

/// <summary>The applications of the server.</summary>
internal sealed class ApplicationHost(IReadOnlyList<HostedApplication> applications)
{
    public IReadOnlyList<HostedApplication> All => applications;

    /// <summary>Brings all applications into memory; <paramref name="bindSettings"/> makes the settings of one.</summary>
    public void Load(Func<string, Type, object> bindSettings)
    {
        foreach (var application in applications)
        {
            application.Load(type => bindSettings(application.Id, type));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(applications.Select(a => a.StartAsync(cancellationToken)));

    /// <summary>Stops all, those that serve a domain last: the others end their calls through it.</summary>
    /// <param name="limit">How long all together may take.</param>
    public async Task StopAsync(TimeSpan limit)
    {
        foreach (var together in applications.GroupBy(a => a.ServesDomain).OrderBy(g => g.Key).ToList())
        {
            await Task.WhenAll(together.Select(a => a.StopAsync(limit / 2)));
        }
    }
}
