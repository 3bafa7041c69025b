using System.Diagnostics.Metrics;
using Sylk.Storage.Tests.Contract;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Housekeeping;

public abstract class HousekeepingContract(Func<Task<IStorePlace>> place) : StoreContract(place)
{
    [Fact]
    public async Task Entries_that_are_too_old_go_and_who_knows_one_of_them_gets_all_that_is_left()
    {
        await AppendAsync("old1", "old2");
        await Journals.RemoveAsync(Alice, "old2", _ => null);
        Clock.Now += TimeSpan.FromDays(200);
        await AppendAsync("new1", "new2");
        await RunAsync();
        Assert.Equal(["old1", "new1", "new2"], await ReadIdsAsync(Alice));
        Clock.Now += TimeSpan.FromDays(166);
        await RunAsync();
        Assert.Equal(["new1", "new2"], await ReadIdsAsync(Alice));
        Assert.Equal(["new1", "new2"], await ReadIdsAsync(Alice, new("old1")));
        Assert.Equal(["new2"], await ReadIdsAsync(Alice, new("new1")));
        Assert.Equal(5, (await Journals.AppendAsync(Alice, Incoming("old1")))!.Sequence);
    }

    [Fact]
    public async Task A_journal_that_has_become_empty_goes_on_counting()
    {
        await AppendAsync("m1", "m2");
        Clock.Now += TimeSpan.FromDays(366);
        await RunAsync();
        Assert.Empty(await ReadAsync(Alice));
        Assert.Equal(3, (await Journals.AppendAsync(Alice, Incoming("m3")))!.Sequence);
        Assert.Equal(["m3"], await ReadIdsAsync(Alice, new("m2")));
    }

    [Fact]
    public async Task Much_goes_in_small_steps_and_is_counted()
    {
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == StoreMetrics.MeterName && instrument.Name == "sylk.storage.retired")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (counted)
            {
                counted[(string)tags[0].Value!] = counted.GetValueOrDefault((string)tags[0].Value!) + value;
            }
        });
        listener.Start();
        await Task.WhenAll(Enumerable.Range(0, 1203).Select(i => Journals.AppendAsync(i % 2 == 0 ? Alice : Bob, Incoming($"m{i}")).AsTask()));
        Clock.Now += TimeSpan.FromDays(366);
        await AppendAsync("new");
        await RunAsync();
        Assert.Equal(["new"], await ReadIdsAsync(Alice));
        Assert.Empty(await ReadAsync(Bob));
        lock (counted)
        {
            // Other tests may count at the same time.
            Assert.True(counted["entry"] >= 1203);
        }
    }

    [Fact]
    public async Task API_tokens_go_when_they_expire_and_waiting_messages_after_a_month()
    {
        var first = await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromDays(10));
        var second = await Store.ApiTokens.CreateAsync(Alice, TimeSpan.FromDays(50));
        await Store.Spool.AddAsync(new(Alice, "f", "text/plain", default), 10);
        Clock.Now += TimeSpan.FromDays(29);
        await Store.Spool.AddAsync(new(Alice, "g", "text/plain", default), 10);
        await RunAsync();
        Assert.Equal(2, (await Store.Spool.ReadAsync(Alice, 10)).Count);
        Clock.Now += TimeSpan.FromDays(2);
        await RunAsync();
        Assert.Equal(["g"], (await Store.Spool.ReadAsync(Alice, 10)).Select(m => m.From));
        Assert.False(await Store.ApiTokens.IsValidAsync(Alice, first));
        Assert.True(await Store.ApiTokens.IsValidAsync(Alice, second));
        Assert.Equal(1, await Store.Database.ReadAsync(
            session => session.FindAsync("SELECT COUNT(*) FROM api_tokens", static row => row.GetInt64(0)), CancellationToken.None));
    }

    [Fact]
    public async Task A_run_that_did_something_is_one_line_of_the_log()
    {
        using var log = new LogLines();
        await AppendAsync("m1", "m2");
        Clock.Now += TimeSpan.FromDays(366);
        await RestartAsync(log);
        log.Rest();
        Store.StartHousekeeping();
        Assert.Equal(
            "Information: Housekeeping removed 2 journal entries, 0 API tokens and 0 waiting messages whose time was over", await log.NextAsync());
        await RunAsync();
        Assert.Empty(log.Rest());
    }

    private Task RunAsync() => Store.Housekeeper.RunAsync(CancellationToken.None);

    private async Task AppendAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await Journals.AppendAsync(Alice, Incoming(id));
        }
    }
}

public sealed class SqliteHousekeepingTests() : HousekeepingContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresHousekeepingTests(PostgresFixture fixture) : HousekeepingContract(() => PostgresPlace.CreateAsync(fixture));
