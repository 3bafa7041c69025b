using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A store in a file that goes with the test. It can be made to fail.</summary>
internal sealed class TemporaryStore : IStore, IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sylk-gateway").FullName;
    private Store _store = null!;

    /// <summary>When things are stored, as long as it is set.</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>While it is set, journals are out of reach.</summary>
    public bool IsDown { get; set; }

    /// <summary>While it is set, whoever asks for the tokens of devices meets a fault that nobody has foreseen.</summary>
    public bool IsFaulty { get; set; }

    /// <summary>After so many entries reading fails.</summary>
    public int? FailAfter { get; set; }

    /// <summary>While it is set, journals are changed no earlier than it completes.</summary>
    public TaskCompletionSource? Slow { get; set; }

    public IAccountStore Accounts => _store.Accounts;

    public IJournalStore Journals => new UnsureJournals(this, _store.Journals);

    public IPublicKeyStore PublicKeys => _store.PublicKeys;

    public IApiTokenStore ApiTokens => _store.ApiTokens;

    public IPushTokenStore PushTokens => IsFaulty ? throw new InvalidOperationException("unforeseen") : _store.PushTokens;

    public IAddressBookStore AddressBooks => _store.AddressBooks;

    public IFileStore Files => _store.Files;

    public ISpoolStore Spool => _store.Spool;

    public static async Task<TemporaryStore> OpenAsync()
    {
        var temporary = new TemporaryStore();
        var options = new StoreOptions
        {
            File = Path.Combine(temporary._directory, "sylk.db"),
            Synchronous = SqliteSynchronous.Normal,
            Timeout = TimeSpan.FromSeconds(60),
        };
        temporary._store = await Store.OpenAsync(options, NullLoggerFactory.Instance, new Clock(temporary), CancellationToken.None);
        return temporary;
    }

    /// <summary>A journal as a device gets it, one line for an entry.</summary>
    public async Task<List<JournalEntry>> ReadAsync(string account)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in _store.Journals.ReadAsync(AccountAddress.Of(account), new()))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What every change goes through.</summary>
    internal async ValueTask EnterAsync()
    {
        if (Slow is { } slow)
        {
            await slow.Task;
        }

        if (IsDown)
        {
            throw new StoreException("out of reach", isTransient: true);
        }
    }

    private sealed class Clock(TemporaryStore store) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => store.Now ?? base.GetUtcNow();
    }
}
