using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage;

namespace Sylk.Benchmarks.Storage;

/// <summary>Steps of the store on SQLite, which does not wait for the disk here: the work is what is timed. Alone, and a hundred at
/// once, which share a commit.</summary>
public class JournalBenchmarks
{
    private const int Together = 100;

    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-bench").FullName;
    private readonly AccountAddress _alice = AccountAddress.Of("alice@sylk.test");
    private readonly AccountAddress _bob = AccountAddress.Of("bob@sylk.test");
    private Store _store = null!;
    private long _last;

    [GlobalSetup]
    public void Prepare()
    {
        _store = Store.OpenAsync(
            new() { File = Path.Combine(_directory, "sylk.db"), Synchronous = SqliteSynchronous.Normal },
            NullLoggerFactory.Instance,
            TimeProvider.System,
            CancellationToken.None).GetAwaiter().GetResult();
        AppendTogetherAsync().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void End()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public async Task AppendAsync() => await _store.Journals.AppendAsync(_alice, Draft());

    [Benchmark(OperationsPerInvoke = Together)]
    public Task AppendTogetherAsync() => Task.WhenAll(Enumerable.Range(0, Together).Select(_ => _store.Journals.AppendAsync(_alice, Draft()).AsTask()));

    [Benchmark]
    public async Task<object?> FindAsync() => await _store.Journals.FindAsync(_alice, "message-1");

    [Benchmark(OperationsPerInvoke = Together)]
    public async Task<int> ReadAsync()
    {
        var count = 0;
        await foreach (var entry in _store.Journals.ReadAsync(_alice, new(Limit: Together)))
        {
            count += entry.Content.Length;
        }

        return count;
    }

    private JournalDraft Draft() => new()
    {
        MessageId = $"message-{++_last}",
        Contact = _bob,
        Timestamp = "2026-01-02T03:04:05+00:00",
        Direction = MessageDirection.Incoming,
        ContentType = "text/plain",
        Content = "Thank you, and see you on Monday at the usual place. The others will be there too, as it seems.",
        Dispositions = MessageDispositions.None,
        State = MessageState.Received,
    };
}
