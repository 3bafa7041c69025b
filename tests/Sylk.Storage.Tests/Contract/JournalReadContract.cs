using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Contract;

/// <summary>Reading parts of journals.</summary>
public abstract class JournalReadContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task Who_knows_an_entry_gets_exactly_the_rest()
    {
        await AppendAsync(1, 5);
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], await ReadIdsAsync(Alice));
        Assert.Equal(["m4", "m5"], await ReadIdsAsync(Alice, new("m3")));
        Assert.Empty(await ReadIdsAsync(Alice, new("m5")));
    }

    [Fact]
    public async Task The_rest_is_right_also_when_the_entry_known_was_removed()
    {
        await AppendAsync(1, 5);
        await Journals.RemoveAsync(Alice, "m3", _ => null);
        await RestartAsync();
        Assert.Equal(["m4", "m5"], await ReadIdsAsync(Alice, new("m3")));
        Assert.Equal(["m2", "m4", "m5"], await ReadIdsAsync(Alice, new("m1")));
    }

    [Fact]
    public async Task A_known_id_wins_over_a_time()
    {
        await AppendAsync(1, 3);
        Assert.Equal(["m2", "m3"], await ReadIdsAsync(Alice, new("m1", DateTimeOffset.MaxValue)));
        Assert.Equal(["m2", "m3"], await ReadIdsAsync(Alice, new("m1", DateTimeOffset.MinValue)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("\0")]
    public async Task Without_a_known_id_the_time_of_storage_counts(string? id)
    {
        var start = Clock.Now;
        await AppendAsync(1, 3);
        Assert.Equal(["m2", "m3"], await ReadIdsAsync(Alice, new(id, start.AddSeconds(1))));
        Assert.Equal(["m3"], await ReadIdsAsync(Alice, new(id, start.AddSeconds(2).ToOffset(TimeSpan.FromHours(5)))));
        Assert.Equal(["m1", "m2", "m3"], await ReadIdsAsync(Alice, new(id, start)));
        Assert.Empty(await ReadIdsAsync(Alice, new(id, start.AddSeconds(3))));
        Assert.Equal(["m1", "m2", "m3"], await ReadIdsAsync(Alice, new(id, DateTimeOffset.MinValue)));
        Assert.Empty(await ReadIdsAsync(Alice, new(id, DateTimeOffset.MaxValue)));
        Assert.Equal(["m1", "m2", "m3"], await ReadIdsAsync(Alice, new(id)));
    }

    [Fact]
    public async Task The_time_of_an_entry_is_as_good_as_its_id_even_when_the_clock_stood_still()
    {
        for (var i = 1; i <= 4; i++)
        {
            await Journals.AppendAsync(Alice, Incoming($"m{i}"));
        }

        foreach (var entry in await ReadAsync(Alice))
        {
            Assert.Equal(await ReadIdsAsync(Alice, new(entry.MessageId)), await ReadIdsAsync(Alice, new(null, entry.Stored)));
        }
    }

    [Fact]
    public async Task A_limit_counts_from_the_oldest_and_removed_messages_count_for_nothing()
    {
        await AppendAsync(1, 6);
        await Journals.RemoveAsync(Alice, "m2", _ => null);
        await Journals.RemoveAsync(Alice, "m3", _ => null);
        Assert.Equal(["m1", "m4", "m5"], await ReadIdsAsync(Alice, new(Limit: 3)));
        Assert.Equal(["m4", "m5"], await ReadIdsAsync(Alice, new("m1", Limit: 2)));
        Assert.Empty(await ReadIdsAsync(Alice, new(Limit: 0)));
        Assert.Equal(4, (await ReadIdsAsync(Alice, new(Limit: int.MaxValue))).Count);
    }

    [Fact]
    public async Task A_long_journal_is_read_in_order_and_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 1050).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()));
        var entries = await ReadAsync(Alice);
        Assert.Equal(Enumerable.Range(1, 1050).Select(i => (long)i), entries.Select(e => e.Sequence));
        Assert.Equal(entries.Take(250), await ReadAsync(Alice, new(Limit: 250)));
        Assert.Equal(entries[200..], await ReadAsync(Alice, new(entries[199].MessageId)));
    }

    [Fact]
    public async Task Large_messages_come_in_small_pages_and_none_is_lost()
    {
        for (var i = 0; i < 8; i++)
        {
            await Journals.AppendAsync(Alice, Incoming($"m{i}", content: new string((char)('a' + i), 700_000)));
        }

        Assert.Equal("abcdefgh", string.Concat((await ReadAsync(Alice)).Select(e => e.Content[^1])));
    }

    [Fact]
    public async Task What_is_added_while_reading_is_not_in_the_part_and_what_is_removed_may_be_missing()
    {
        await AppendAsync(1, 150);
        var seen = new List<string>();
        await foreach (var entry in Journals.ReadAsync(Alice, new()))
        {
            seen.Add(entry.MessageId);
            if (entry.MessageId == "m1")
            {
                await Journals.RemoveAsync(Alice, "m150", _ => Note("removed"));
                await AppendAsync(151, 160);
            }
        }

        Assert.Equal(Enumerable.Range(1, 149).Select(i => $"m{i}"), seen);
        Assert.Equal(["removed", .. Enumerable.Range(151, 10).Select(i => $"m{i}")], await ReadIdsAsync(Alice, new("m150")));
    }

    [Fact]
    public async Task A_reader_may_leave_before_the_end_or_be_cancelled()
    {
        await AppendAsync(1, 250);
        await foreach (var entry in Journals.ReadAsync(Alice, new()))
        {
            if (entry.MessageId == "m3")
            {
                break;
            }
        }

        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Journals.ReadAsync(Alice, new(), cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(250, (await ReadAsync(Alice)).Count);
    }

    private async Task AppendAsync(int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            Clock.Now += TimeSpan.FromSeconds(1);
            await Journals.AppendAsync(Alice, Incoming($"m{i}"));
        }
    }
}

public sealed class SqliteJournalReadTests() : JournalReadContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresJournalReadTests(PostgresFixture fixture) : JournalReadContract(() => PostgresPlace.CreateAsync(fixture));
