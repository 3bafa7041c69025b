namespace Sylk.Abstractions;

/// <summary>An application: the one type a plugin must have. The host makes one instance from the plugin's own service
/// provider (constructor parameters: <see cref="IApplicationContext"/>, the settings class, a logger, whatever
/// <see cref="IApplicationServices"/> added).</summary>
/// <remarks>An exception in the constructor or in <see cref="StartAsync"/> puts the application into the state
/// <see cref="ApplicationState.Faulted"/>; the server runs on without it.</remarks>
public interface ISylkApplication
{
    /// <summary>Registers handlers with <see cref="IApplicationContext.Sip"/> and <see cref="IApplicationContext.Routes"/>
    /// and starts what the application needs. Requests are routed to it once this has returned.</summary>
    /// <param name="cancellationToken">Cancelled when the server gives up waiting (30 s) or stops.</param>
    ValueTask StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops. No new requests come any more, and the sessions of the application have been ended. Everything it
    /// still holds (connections, timers, tasks) must be released here: what stays behind keeps the plugin in memory.</summary>
    /// <param name="cancellationToken">Cancelled when the server stops waiting.</param>
    ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>Adds services to a plugin's own provider. Optional: a public class with a parameterless constructor.</summary>
public interface IApplicationServices
{
    /// <summary>Called once, before the application is made.</summary>
    void ConfigureServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services);
}

/// <summary>Marks the application class and names its settings.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SylkApplicationAttribute : Attribute
{
    /// <summary>A class with the application's settings, bound from <c>config/NAME.toml</c>; <c>null</c> if it has none.
    /// See <see cref="Configuration.SettingAttribute"/>.</summary>
    public Type? Settings { get; init; }
}

/// <summary>States of an application.</summary>
public enum ApplicationState
{
    /// <summary>Its assembly is in memory and its settings are valid.</summary>
    Loaded,

    /// <summary>It takes requests.</summary>
    Started,

    /// <summary>It takes no new requests; sessions are being ended.</summary>
    Draining,

    /// <summary>It is out of service; its load context has been asked to go.</summary>
    Stopped,

    /// <summary>It failed and takes no requests; the reason is in the status.</summary>
    Faulted,
}
