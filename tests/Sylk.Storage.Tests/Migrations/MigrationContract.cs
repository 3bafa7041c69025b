using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Migrations;
using Sylk.Storage.Sql;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Migrations;

public abstract class MigrationContract(Func<Task<IStorePlace>> makePlace) : IAsyncLifetime
{
    private static readonly Migration Second = new(2, "ALTER TABLE accounts ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'; CREATE TABLE things (id {identity}, content {bytes})");
    private static readonly Migration Third = new(3, "CREATE TABLE others (id {identity})");
    private IStorePlace? _place;

    public async Task InitializeAsync() => _place = await makePlace();

    public async Task DisposeAsync() => await _place!.DisposeAsync();

    [Fact]
    public async Task A_database_of_version_1_is_brought_forward_with_all_it_has()
    {
        await using (var store = Open(Version1.Migration))
        {
            await store.Journals.AppendAsync(Alice, Incoming("m1"));
        }

        await using (var store = Open(Version1.Migration, Second, Third))
        {
            Assert.NotNull(await store.Journals.FindAsync(Alice, "m1"));
            Assert.Equal("blue", await TextAsync(store, "SELECT colour FROM accounts"));
            Assert.Equal(2, (await store.Journals.AppendAsync(Alice, Incoming("m2")))!.Sequence);
        }

        await using (var store = Open(Version1.Migration, Second, Third))
        {
            Assert.Equal("3 3", await TextAsync(store, "SELECT CAST(COUNT(*) AS VARCHAR(9)) || ' ' || CAST(MAX(version) AS VARCHAR(9)) FROM schema_versions"));
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        await using (var store = Open(Version1.Migration, Second))
        {
            await store.Journals.AppendAsync(Alice, Incoming("m1"));
        }

        var failure = await Assert.ThrowsAsync<StoreException>(() =>
            Store.OpenAsync(_place!.Options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));
        Assert.False(failure.IsTransient);
        Assert.Contains("version 2, which a newer program wrote; this one knows versions up to 1", failure.Message, StringComparison.Ordinal);
        await using (var store = Open(Version1.Migration, Second))
        {
            Assert.NotNull(await store.Journals.FindAsync(Alice, "m1"));
        }
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_version_before_it()
    {
        await using (var store = Open(Version1.Migration))
        {
            await store.Journals.AppendAsync(Alice, Incoming("m1"));
        }

        await using (var store = Open(Version1.Migration, new(2, "CREATE TABLE things (id {identity}); CREATE TABLE accounts (id {identity})")))
        {
            Assert.False((await Assert.ThrowsAsync<StoreException>(async () => await store.Journals.FindAsync(Alice, "m1"))).IsTransient);
        }

        await using (var store = Open(Version1.Migration, Second))
        {
            Assert.NotNull(await store.Journals.FindAsync(Alice, "m1"));
        }
    }

    [Fact]
    public async Task Several_programs_that_start_together_migrate_once()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => Open(Version1.Migration, Second, Third)).ToList();
        await Task.WhenAll(stores.Select((store, i) => store.Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()));
        Assert.Equal("3", await TextAsync(stores[0], "SELECT CAST(COUNT(*) AS VARCHAR(9)) FROM schema_versions"));
        Assert.Equal(7, (await stores[0].Journals.AppendAsync(Alice, Incoming("last")))!.Sequence);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    private static async Task<string?> TextAsync(Store store, string sql) =>
        await store.Database.ReadAsync(session => session.FindAsync(sql, static row => row.Text(0)), CancellationToken.None);

    private Store Open(params IReadOnlyList<Migration> migrations) => new(_place!.Options, migrations, NullLoggerFactory.Instance, TimeProvider.System);
}

public sealed class SqliteMigrationTests() : MigrationContract(() => Task.FromResult<IStorePlace>(new SqlitePlace()));

[Collection(PostgresTests.Name)]
public sealed class PostgresMigrationTests(PostgresFixture fixture) : MigrationContract(() => PostgresPlace.CreateAsync(fixture));
