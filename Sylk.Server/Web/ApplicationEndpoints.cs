using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
using Sylk.Server.Plugins;

namespace Sylk.Server.Web;

/// <summary>The endpoints of all applications. They come and go with them, while the web server runs.</summary>
internal sealed class ApplicationEndpoints : EndpointDataSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<Endpoint>> _byApplication = new(StringComparer.Ordinal);
    private volatile Snapshot _snapshot = new([]);

    public override IReadOnlyList<Endpoint> Endpoints => _snapshot.Endpoints;

    public override IChangeToken GetChangeToken() => _snapshot.Token;

    public void Publish(string application, IReadOnlyList<Endpoint> endpoints) => Change(() => _byApplication[application] = endpoints);

    /// <summary>Publishes endpoints whose paths are no other application's.</summary>
    /// <exception cref="PluginException">Another application has one of the paths.</exception>
    public void PublishApart(string application, IReadOnlyList<Endpoint> endpoints) => Change(() =>
    {
        var taken = _byApplication.Where(a => a.Key != application).SelectMany(a => a.Value.Select(e => (Shape: ShapeOf(e), Owner: a.Key))).ToLookup(e => e.Shape, e => e.Owner);
        foreach (var endpoint in endpoints)
        {
            if (taken[ShapeOf(endpoint)].FirstOrDefault() is { } owner)
            {
                throw new PluginException($"the admin route '{((RouteEndpoint)endpoint).RoutePattern.RawText}' belongs to the application '{owner}'");
            }
        }

        _byApplication[application] = endpoints;
    });

    public void Remove(string application) => Change(() => _byApplication.Remove(application));

    /// <summary>The same text for patterns that fit the same paths: neither the names of parameters nor case count.</summary>
    private static string ShapeOf(Endpoint endpoint) => string.Join('/', ((RouteEndpoint)endpoint).RoutePattern.PathSegments.Select(
        s => string.Concat(s.Parts.Select(p => p is RoutePatternLiteralPart literal ? literal.Content.ToUpperInvariant() : p is RoutePatternParameterPart { IsCatchAll: true } ? "{**}" : "{}"))));

    private void Change(Action change)
    {
        Snapshot old;
        lock (_lock)
        {
            change();
            old = _snapshot;
            _snapshot = new([.. _byApplication.Values.SelectMany(e => e)]);
        }

        old.Expire();
    }

    [SuppressMessage("Design", "CA1001", Justification = "A source without timer and wait handle holds nothing to dispose.")]
    private sealed class Snapshot
    {
        private readonly CancellationTokenSource _changed = new();

        public Snapshot(IReadOnlyList<Endpoint> endpoints)
        {
            Endpoints = endpoints;
            Token = new CancellationChangeToken(_changed.Token);
        }

        public IReadOnlyList<Endpoint> Endpoints { get; }

        public IChangeToken Token { get; }

        public void Expire() => _changed.Cancel();
    }
}
