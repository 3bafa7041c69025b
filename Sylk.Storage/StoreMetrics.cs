using System.Diagnostics.Metrics;

namespace Sylk.Storage;

/// <summary>Counters of the store, meter <c>Sylk.Storage</c>.</summary>
internal sealed class StoreMetrics : IDisposable
{
    public const string MeterName = "Sylk.Storage";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _retired;

    public StoreMetrics()
    {
        _duration = _meter.CreateHistogram<double>("sylk.storage.duration", "s", "Time of operations from the call to the end, by operation and outcome.");
        _waiting = _meter.CreateUpDownCounter<long>("sylk.storage.operations", "{operation}", "Operations that wait or run now.");
        _retired = _meter.CreateCounter<long>("sylk.storage.retired", "{row}", "Rows removed because their time was over, by kind.");
    }

    public void Begins() => _waiting.Add(1);

    public void Ends(string operation, string outcome, TimeSpan duration)
    {
        _waiting.Add(-1);
        _duration.Record(duration.TotalSeconds, new("operation", operation), new("outcome", outcome));
    }

    public void Retired(string kind, int rows) => _retired.Add(rows, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => _meter.Dispose();
}
