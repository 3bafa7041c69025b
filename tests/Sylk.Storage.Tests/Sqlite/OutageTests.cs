using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Sqlite;

public sealed class OutageTests : IAsyncLifetime
{
    private SqlitePlace? _place;
    private Store? _store;

    private SqlitePlace Place => _place!;

    private IJournalStore Journals => _store!.Journals;

    public Task InitializeAsync()
    {
        _place = SqlitePlace.Create();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await Place.DisposeAsync();
    }

    [Fact]
    public async Task A_change_waits_while_another_process_writes()
    {
        await OpenAsync(Place.Options);
        using var other = await LockAsync();
        var append = Journals.AppendAsync(Alice, Incoming("m1")).AsTask();
        Assert.Empty(await Journals.PendingAsync(Alice, 1));
        Assert.False(append.IsCompleted);
        Execute(other, "COMMIT");
        Assert.NotNull(await append);
    }

    [Fact]
    public async Task A_lock_that_stays_fails_changes_and_lets_reads_pass_until_it_goes()
    {
        await OpenAsync(Place.Options with { Timeout = TimeSpan.FromMilliseconds(200) });
        await Journals.AppendAsync(Alice, Incoming("m1"));
        using var other = await LockAsync();
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m2")));
        Assert.True(failure.IsTransient);
        Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
        Execute(other, "COMMIT");

        // The writer may still be busy with the one that failed.
        await EventuallyAsync(() => Journals.AppendAsync(Alice, Incoming("m3")));
        Assert.Null(await Journals.FindAsync(Alice, "m2"));
    }

    [Fact]
    public async Task The_log_says_once_that_the_store_is_away_and_once_that_it_is_back()
    {
        using var log = new LogLines();
        var clock = new SettableClock();
        _store = await Store.OpenAsync(Place.Options with { Timeout = TimeSpan.FromMilliseconds(100) }, log, clock, CancellationToken.None);
        Assert.Equal(["Information: The store was brought to version 1", $"Information: The store is {Place.Options.File}"], log.Rest());
        using var other = await LockAsync();
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m1")));
            Assert.Null(await Journals.FindAsync(Alice, "m1"));
        }

        Assert.StartsWith("Warning: The store does not answer: ", Assert.Single(log.Rest()), StringComparison.Ordinal);
        Execute(other, "COMMIT");
        await EventuallyAsync(() => Journals.AppendAsync(Alice, Incoming("m2")));
        Assert.Empty(log.Rest());
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.NotNull(await Journals.FindAsync(Alice, "m2"));
        Assert.NotNull(await Journals.FindAsync(Alice, "m2"));
        Assert.Equal(["Information: The store answers again"], log.Rest());
    }

    [Fact]
    public async Task A_server_that_starts_while_the_file_is_locked_works_when_it_is_free()
    {
        using var other = new SqliteConnection(Place.ConnectionString);
        await other.OpenAsync();
        Execute(other, "PRAGMA journal_mode = WAL");
        Execute(other, "BEGIN EXCLUSIVE");
        await OpenAsync(Place.Options with { Timeout = TimeSpan.FromMilliseconds(200) });
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m1")))).IsTransient);
        Execute(other, "COMMIT");
        await EventuallyAsync(() => Journals.AppendAsync(Alice, Incoming("m2")));
    }

    [Fact]
    public async Task More_operations_than_may_wait_fail_at_once()
    {
        await OpenAsync(Place.Options with { QueueLimit = 3 });
        using var other = await LockAsync();
        var waiting = Enumerable.Range(0, 3).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()).ToList();
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m3")));
        Assert.True(failure.IsTransient);
        Assert.DoesNotContain(waiting, w => w.IsCompleted);
        Execute(other, "COMMIT");
        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        Assert.NotNull(await Journals.AppendAsync(Alice, Incoming("m3")));
    }

    [Fact]
    public async Task A_change_that_is_cancelled_while_it_waits_does_not_happen()
    {
        await OpenAsync(Place.Options);
        using var other = await LockAsync();
        using var cancellation = new CancellationTokenSource();
        var first = Journals.AppendAsync(Alice, Incoming("m1")).AsTask();
        var second = Journals.AppendAsync(Alice, Incoming("m2"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Execute(other, "COMMIT");
        Assert.NotNull(await first);
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m3")))!.Sequence);
        Assert.Null(await Journals.FindAsync(Alice, "m2"));
    }

    [Fact]
    public async Task A_full_disk_fails_changes_and_harms_nothing()
    {
        await OpenAsync(Place.Options);
        await Journals.AppendAsync(Alice, Incoming("m1"));

        // A limit of this connection stands for the disk. The store takes a new connection after the error: there is room again.
        await _store!.Database.WriteAsync(session => session.ExecuteAsync("PRAGMA max_page_count = 1"), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<StoreException>(async () =>
            await Journals.AppendAsync(Alice, Incoming("m2", content: new string('x', 1 << 20))));
        Assert.True(failure.IsTransient);
        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m3")))!.Sequence);
        Assert.Null(await Journals.FindAsync(Alice, "m2"));
        Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(Place.Options.File, new string('x', 5000));
        var failure = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(Place.Options));
        Assert.False(failure.IsTransient);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(Place.Options.File));
    }

    [Fact]
    public async Task A_directory_that_is_missing_is_named()
    {
        var failure = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(Place.Options with { File = "/nowhere/sylk.db" }));
        Assert.False(failure.IsTransient);
        Assert.Contains("/nowhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_read_the_file()
    {
        await OpenAsync(Place.Options);
        await Journals.AppendAsync(Alice, Incoming("m1"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Place.Options.File)!))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_store_that_was_closed_says_so()
    {
        await OpenAsync(Place.Options);
        await _store!.DisposeAsync();
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m1")));
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task Closing_finishes_what_was_begun()
    {
        await OpenAsync(Place.Options);
        var appends = Enumerable.Range(0, 500).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()).ToList();
        await _store!.DisposeAsync();
        Assert.All(await Task.WhenAll(appends), Assert.NotNull);
    }

    private async Task OpenAsync(StoreOptions options) =>
        _store = await Store.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

    /// <summary>Another process begins to write.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection(Place.ConnectionString);
        await connection.OpenAsync();
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Repeats what may fail transiently.</summary>
    private static async Task EventuallyAsync(Func<ValueTask<JournalEntry?>> append)
    {
        while (true)
        {
            try
            {
                Assert.NotNull(await append());
                return;
            }
            catch (StoreException e) when (e.IsTransient)
            {
            }
        }
    }
}
