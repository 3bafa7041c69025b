using System.Diagnostics.Metrics;
using Sylk.Registrar.Authentication;

namespace Sylk.Registrar;

/// <summary>Counters of the registrar, meter <c>Sylk.Registrar</c>.</summary>
internal sealed class RegistrarMetrics : IDisposable
{
    public const string MeterName = "Sylk.Registrar";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _removed;
    private readonly UpDownCounter<long> _proxying;

    public RegistrarMetrics()
    {
        _registrations = _meter.CreateCounter<long>("sylk.registrar.registrations", "{request}", "REGISTER requests of authenticated users, by status.");
        _authentications = _meter.CreateCounter<long>("sylk.registrar.authentications", "{request}", "Requests that had to prove who sent them, by outcome.");
        _requests = _meter.CreateCounter<long>("sylk.registrar.requests", "{request}", "Requests proxied, by method.");
        _removed = _meter.CreateCounter<long>("sylk.registrar.bindings.lost", "{binding}", "Bindings that expired or whose flow died.");
        _proxying = _meter.CreateUpDownCounter<long>("sylk.registrar.proxying", "{request}", "Requests being proxied now.");
    }

    /// <summary>Counts bindings by asking when the value is wanted.</summary>
    public void ObserveBindings(Func<long> count) =>
        _meter.CreateObservableGauge("sylk.registrar.bindings", count, "{binding}", "Bindings held.");

    public void Registered(int statusCode) => _registrations.Add(1, new KeyValuePair<string, object?>("status", statusCode));

    public void Authenticated(AuthenticationStatus status) => _authentications.Add(1, new KeyValuePair<string, object?>("outcome", status.ToString()));

    public void ProxyingBegins(string method)
    {
        // What peers make up must not make new time series.
        var known = method is "INVITE" or "BYE" or "MESSAGE" or "SUBSCRIBE" or "NOTIFY" or "OPTIONS" or "INFO" or "UPDATE" or "PRACK" or "REFER" or "PUBLISH";
        _requests.Add(1, new KeyValuePair<string, object?>("method", known ? method : "other"));
        _proxying.Add(1);
    }

    public void ProxyingEnds() => _proxying.Add(-1);

    public void BindingsLost(int count) => _removed.Add(count);

    public void Dispose() => _meter.Dispose();
}
