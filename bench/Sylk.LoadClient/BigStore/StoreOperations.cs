using Sylk.Abstractions.Storage;

namespace Sylk.LoadClient.BigStore;

/// <summary>What is asked of a filled store: the same again and again, of one account among many or always of the huge one. The
/// last operations come first, so that what they add does not change what the others find.</summary>
internal sealed class StoreOperations(IStore store, BigJournals journals, bool isHuge)
{
    private const int New = 50;

    private readonly Random _random = new(1);
    private readonly string _run = Guid.NewGuid().ToString("N");
    private long _turn;
    private long _reports;

    public IReadOnlyList<(string Name, int Count, Func<Task> Run)> All =>
    [
        ("sync of 50 new", 1000, SyncAsync),
        ("sync since a time, of 50", 1000, SyncSinceAsync),
        ("find a message", 1000, FindAsync),
        ("pending messages", 1000, PendingAsync),
        ("count unread", 200, CountUnreadAsync),
        ("report", 400, ReportAsync),
        ("append", 1000, AppendAsync),
        ("append what is there", 1000, AppendAgainAsync),
        ("mark a conversation read", 500, MarkReadAsync),
        ("remove a message", 500, RemoveAsync),
    ];

    private async Task SyncAsync()
    {
        var account = NextAccount();
        await CountAsync(account, new(AfterMessageId: journals.IdOf(account, journals.Length(account) - New)));
    }

    private async Task SyncSinceAsync()
    {
        var account = NextAccount();
        var entry = await store.Journals.FindAsync(Address(account), journals.IdOf(account, journals.Length(account) - New));
        await CountAsync(account, new(Since: entry!.Stored));
    }

    private async Task CountAsync(long account, JournalQuery query)
    {
        var count = 0;
        await foreach (var entry in store.Journals.ReadAsync(Address(account), query))
        {
            count++;
        }

        Expect(count == New);
    }

    private async Task FindAsync()
    {
        var account = NextAccount();
        Expect(await store.Journals.FindAsync(Address(account), journals.IdOf(account, 1 + _random.NextInt64(journals.Length(account)))) is not null);
    }

    private async Task PendingAsync() => Expect((await store.Journals.PendingAsync(Address(NextAccount()), 1000)).Count <= 1000);

    private async Task CountUnreadAsync() => Expect(await store.Journals.CountUnreadAsync(Address(NextAccount()), ["text/plain"]) >= 0);

    /// <summary>A message that was sent is said to be delivered, each once.</summary>
    private async Task ReportAsync()
    {
        var number = _reports++;
        var account = isHuge ? BigJournals.Huge : 2 + (number % journals.Others);
        var sequence = 2 + (2 * (isHuge ? number : number / journals.Others));
        Expect(await store.Journals.ReportAsync(Address(account), journals.IdOf(account, sequence), MessageState.Delivered, Draft(NextId())));
    }

    private async Task AppendAsync() => Expect(await store.Journals.AppendAsync(Address(NextAccount()), Draft(NextId())) is not null);

    private async Task AppendAgainAsync()
    {
        var account = NextAccount();
        Expect(await store.Journals.AppendAsync(Address(account), Draft(journals.IdOf(account, 1 + _random.NextInt64(journals.Length(account))))) is null);
    }

    private async Task MarkReadAsync() =>
        await store.Journals.MarkReadAsync(Address(NextAccount()), Contact(_turn++ % 20), Draft(NextId()) with { ContentType = "application/sylk-conversation-read" });

    private async Task RemoveAsync()
    {
        var account = NextAccount();
        await store.Journals.RemoveAsync(Address(account), journals.IdOf(account, 1 + _random.NextInt64(journals.Length(account))), _ => Draft(NextId()));
    }

    private long NextAccount() => isHuge ? BigJournals.Huge : 2 + _random.NextInt64(journals.Accounts - 1);

    private string NextId() => $"{_run}-{_turn++}";

    private static AccountAddress Address(long account) => AccountAddress.Of($"user{account}@load.test");

    private static AccountAddress Contact(long number) => AccountAddress.Of($"contact{number}@load.test");

    private JournalDraft Draft(string id) => new()
    {
        MessageId = id,
        Contact = Contact(_random.Next(20)),
        Timestamp = "2026-01-02T03:04:05+00:00",
        Direction = MessageDirection.Incoming,
        ContentType = "text/plain",
        Content = "Thank you, and see you on Monday at the usual place. The others will be there too, as it seems.",
        Dispositions = MessageDispositions.None,
        State = MessageState.Received,
    };

    private static void Expect(bool isTrue)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException("The store does not hold what it was filled with.");
        }
    }
}
