using Sylk.Abstractions;
using Sylk.Registrar.Accounts;
using Sylk.Registrar.Authentication;
using Sylk.Registrar.Messages;
using Sylk.Registrar.Proxying;
using Sylk.Registrar.Registration;
using Sylk.Registrar.Settings;

namespace Sylk.Registrar;

/// <summary>The home domain: a registrar and a proxy (RFC 3261 sections 10 and 16, RFC 5626).</summary>
[SylkApplication(Settings = typeof(RegistrarSettings))]
public sealed class RegistrarApplication(IApplicationContext context, RegistrarSettings settings) : ISylkApplication, IDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    private readonly RegistrarMetrics _metrics = new();
    private readonly List<HomeDomain> _domains = [];
    private ITimer? _heartbeat;
    private SpoolDelivery? _delivery;

    /// <inheritdoc />
    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var accounts = new AccountDirectory(settings);
        var authenticator = new DigestAuthenticator(
            accounts,
            new Nonces(context.Time, settings.NonceLifetime),
            new FailureThrottle(context.Time, settings.FailureWindow, settings.MaxFailuresPerSource, settings.MaxFailuresPerAccount),
            settings.DigestAlgorithms);
        var registrations = new RegisterHandler(
            accounts, authenticator, new BindingRules(settings, context.Time), _metrics, context.Time, context.Logger);
        var tokens = new RouteTokens(SecretKey.LoadOrCreate(Path.Combine(context.DataDirectory, "route.key")));
        var proxy = new Proxy(accounts, settings, tokens, _metrics, context.Time, context.Logger);
        var spool = new MessageSpool(context.Store.Spool, settings.MaxWaitingMessages, context.Logger);
        var messages = new HomeMessages(proxy, spool, settings, context.Time, context.Logger);
        _delivery = new(messages, spool, context.Time, context.Logger, context.Stopping);
        foreach (var name in accounts.Domains)
        {
            var domain = new HomeDomain(
                accounts, registrations, new SenderCheck(accounts, authenticator, _metrics), proxy, messages, _delivery, settings, context.Time);
            _domains.Add(domain);
            domain.Serve(context.Sip, name);
        }

        _metrics.ObserveBindings(() => accounts.Accounts.Sum(a => (long)a.Bindings.Current.Count));
        if (_domains is [var any, ..])
        {
            var sweep = new BindingSweep(accounts, _metrics, context.Time, context.Logger);
            _heartbeat = context.Time.CreateTimer(_ => Beat(sweep, any, proxy), null, Heartbeat, Heartbeat);
        }

        context.Logger.LogServing(string.Join(", ", accounts.Domains), accounts.Accounts.Count);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync();
        }

        if (_delivery is not null)
        {
            await _delivery.EndedAsync().WaitAsync(cancellationToken);
        }

        _domains.ForEach(d => d.Dispose());
    }

    /// <inheritdoc />
    public void Dispose() => _metrics.Dispose();

    /// <summary>The one timer: expiry of bindings, Timer C.</summary>
    private void Beat(BindingSweep sweep, HomeDomain domain, Proxy proxy)
    {
        try
        {
            sweep.Run(domain.IsAlive);
            proxy.CheckTimerC();
        }
        catch (Exception exception)
        {
            context.Logger.LogHeartbeatFailed(exception);
        }
    }
}
