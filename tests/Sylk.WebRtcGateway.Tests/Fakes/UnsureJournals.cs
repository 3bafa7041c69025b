using System.Runtime.CompilerServices;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Journals that are slow or out of reach when the test says so.</summary>
internal sealed class UnsureJournals(TemporaryStore store, IJournalStore inner) : IJournalStore
{
    public async ValueTask<JournalEntry?> AppendAsync(AccountAddress account, JournalDraft draft, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.AppendAsync(account, draft, cancellationToken);
    }

    public async ValueTask<bool> ReportAsync(
        AccountAddress account, string messageId, MessageState state, JournalDraft? report, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.ReportAsync(account, messageId, state, report, cancellationToken);
    }

    public async ValueTask<bool> MarkReadAsync(AccountAddress account, AccountAddress contact, JournalDraft mark, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.MarkReadAsync(account, contact, mark, cancellationToken);
    }

    public async ValueTask<JournalEntry?> RemoveAsync(
        AccountAddress account, string messageId, Func<JournalEntry?, JournalDraft?> notice, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.RemoveAsync(account, messageId, notice, cancellationToken);
    }

    public async ValueTask<int> RemoveConversationAsync(
        AccountAddress account, AccountAddress contact, JournalDraft notice, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.RemoveConversationAsync(account, contact, notice, cancellationToken);
    }

    public async ValueTask<JournalEntry?> FindAsync(AccountAddress account, string messageId, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.FindAsync(account, messageId, cancellationToken);
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        AccountAddress account, JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        var count = 0;
        await foreach (var entry in inner.ReadAsync(account, query, cancellationToken))
        {
            if (count++ == store.FailAfter)
            {
                throw new StoreException("out of reach", isTransient: true);
            }

            yield return entry;
        }
    }

    public async ValueTask<IReadOnlyList<AccountAddress>> PendingAccountsAsync(int limit, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.PendingAccountsAsync(limit, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<JournalEntry>> PendingAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default)
    {
        await store.EnterAsync();
        return await inner.PendingAsync(account, limit, cancellationToken);
    }

    public ValueTask<int> CountUnreadAsync(
        AccountAddress account, IReadOnlyCollection<string> contentTypes, CancellationToken cancellationToken = default) =>
        inner.CountUnreadAsync(account, contentTypes, cancellationToken);
}
