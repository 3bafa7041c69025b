using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;

namespace Sylk.Storage.Tests.Contract;

/// <summary>What every store must do: the facts in the classes derived from this one are run against each database.</summary>
public abstract class StoreContract(Func<Task<IStorePlace>> makePlace) : IAsyncLifetime
{
    private IStorePlace? _place;
    private Store? _store;

    internal SettableClock Clock { get; } = new();

    protected Store Store => _store!;

    protected StoreOptions Options => _place!.Options;

    protected IJournalStore Journals => Store.Journals;

    public async Task InitializeAsync()
    {
        _place = await makePlace();
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await _place!.DisposeAsync();
    }

    /// <summary>Closes the store and opens it again, as a restart of the server does.</summary>
    protected async Task RestartAsync(ILoggerFactory? loggers = null)
    {
        await Store.DisposeAsync();
        await OpenAsync(loggers);
    }

    protected async Task<List<JournalEntry>> ReadAsync(AccountAddress account, JournalQuery? query = null)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in Journals.ReadAsync(account, query ?? new()))
        {
            entries.Add(entry);
        }

        return entries;
    }

    protected async Task<List<string>> ReadIdsAsync(AccountAddress account, JournalQuery? query = null) =>
        [.. (await ReadAsync(account, query)).Select(e => e.MessageId)];

    private async Task OpenAsync(ILoggerFactory? loggers = null) =>
        _store = await Store.OpenAsync(Options, loggers ?? NullLoggerFactory.Instance, Clock, CancellationToken.None);
}
