using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Contract;

/// <summary>Many at the same time.</summary>
public abstract class ConcurrencyContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task Many_writers_on_one_account_leave_no_gap_and_readers_never_see_one_that_fills_later()
    {
        const int Writers = 16, Each = 25;
        var isWriting = true;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var known = new List<string>();
            while (Volatile.Read(ref isWriting))
            {
                // As a device does: the rest after the last it knows, which must begin exactly there.
                var before = known.Count;
                await foreach (var entry in Journals.ReadAsync(Alice, new(known.LastOrDefault())))
                {
                    known.Add(entry.MessageId);
                    Assert.Equal(known.Count, entry.Sequence);
                }

                Assert.True(known.Count >= before);
            }

            known.AddRange(await ReadIdsAsync(Alice, new(known.LastOrDefault())));
            return known;
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                Assert.NotNull(await Journals.AppendAsync(Alice, Incoming($"{w}-{i}")));
            }
        })));
        Volatile.Write(ref isWriting, false);
        var all = await ReadAsync(Alice);
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => (long)i), all.Select(e => e.Sequence));
        Assert.Equal(all.OrderBy(e => e.Stored), all);
        Assert.Equal(all.Count, all.Select(e => e.Stored).Distinct().Count());
        foreach (var reader in readers)
        {
            Assert.Equal(all.Select(e => e.MessageId), await reader);
        }
    }

    [Fact]
    public async Task Many_writers_of_the_same_id_add_it_once()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i % 4}", content: $"{i}")).AsTask()));
        Assert.Equal(4, added.Count(e => e is not null));
        Assert.Equal([1, 2, 3, 4], (await ReadAsync(Alice)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Many_accounts_are_written_side_by_side()
    {
        var accounts = Enumerable.Range(0, 20).Select(i => AccountAddress.Of($"user{i}@sylk.test")).ToList();
        await Task.WhenAll(from account in accounts from i in Enumerable.Range(0, 20) select Journals.AppendAsync(account, Incoming($"m{i}")).AsTask());
        foreach (var account in accounts)
        {
            Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), (await ReadAsync(account)).Select(e => e.Sequence));
        }
    }

    [Fact]
    public async Task Of_many_reports_of_the_same_state_one_is_news()
    {
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        var news = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Journals.ReportAsync(Alice, "m1", MessageState.Displayed, Note($"r{i}")).AsTask()));
        Assert.Single(news, n => n);
        Assert.Equal(2, (await ReadAsync(Alice)).Count);
    }

    [Fact]
    public async Task Of_many_who_remove_a_message_one_gets_it()
    {
        await Journals.AppendAsync(Alice, Outgoing("m1"));
        var removed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Journals.RemoveAsync(Alice, "m1", was => was is null ? null : Note($"n{i}")).AsTask()));
        Assert.Single(removed, r => r is not null);
        Assert.Single(await ReadAsync(Alice));
    }

    [Fact]
    public async Task Many_changes_of_all_kinds_do_not_end_in_a_deadlock()
    {
        var accounts = new[] { Alice, Bob, Carol };
        await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            var (account, contact) = (accounts[i % 3], accounts[(i + 1) % 3]);
            await Journals.AppendAsync(account, Outgoing($"m{i}", contact));
            await Journals.ReportAsync(account, $"m{i}", MessageState.Delivered, Note($"r{i}", contact));
            await Journals.MarkReadAsync(account, contact, Note($"read{i}", contact));
            await Store.PushTokens.SetAsync(account, new("app", $"d{i}", "ios", "t", null, false, null));
            if (i % 10 == 0)
            {
                await Journals.RemoveConversationAsync(account, contact, Note($"gone{i}", contact));
            }
        }));
        foreach (var account in accounts)
        {
            Assert.Equal(Enumerable.Range(0, 120).Count(i => accounts[i % 3] == account && i % 10 == 0),
                (await ReadAsync(account)).Count(e => e.MessageId.StartsWith("gone", StringComparison.Ordinal)));
        }
    }
}

public sealed class SqliteConcurrencyTests() : ConcurrencyContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresConcurrencyTests(PostgresFixture fixture) : ConcurrencyContract(() => PostgresPlace.CreateAsync(fixture));
