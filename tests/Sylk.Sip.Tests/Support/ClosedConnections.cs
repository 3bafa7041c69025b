using System.Diagnostics.Metrics;

namespace Sylk.Sip.Tests.Support;

/// <summary>Tells when a stack has closed a connection and forgotten it.</summary>
internal sealed class ClosedConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Log<long> _closed = new("closed connection");

    public ClosedConnections(TestStack stack)
    {
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change < 0)
            {
                _closed.Add(change);
            }
        });
        _listener.EnableMeasurementEvents(stack.Stack.Metrics.Connections);
    }

    public Task NextAsync() => _closed.NextAsync();

    public void Dispose() => _listener.Dispose();
}
