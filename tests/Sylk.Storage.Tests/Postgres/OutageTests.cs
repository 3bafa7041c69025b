using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sylk.Abstractions.Storage;
using Sylk.Storage.Tests.Support;
using static Sylk.Storage.Tests.Support.Drafts;

namespace Sylk.Storage.Tests.Postgres;

/// <summary>With a server of their own, because they stop it.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private PostgresServer? _server;
    private StoreOptions? _options;
    private Store? _store;

    private PostgresServer Server => _server!;

    private IJournalStore Journals => _store!.Journals;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.CreateAsync();
        await _server.StartAsync();
        _options = new() { File = "", Postgres = await _server.CreateDatabaseAsync(), Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_was_stopped_fails_operations_until_it_is_back()
    {
        await OpenAsync(_options!);
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await Server.StopAsync();
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m2")))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.FindAsync(Alice, "m1"))).IsTransient);
        await Server.StartAsync();
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m2")))!.Sequence);
        Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
    }

    [Fact]
    public async Task A_restart_between_two_operations_is_not_noticed()
    {
        await OpenAsync(_options!);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Journals.AppendAsync(Alice, Incoming($"a{i}")).AsTask()));
        await Server.StopAsync();
        await Server.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Journals.AppendAsync(Alice, Incoming($"b{i}")).AsTask()));
        Assert.Equal(61, (await Journals.AppendAsync(Alice, Incoming("last")))!.Sequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_connections_of_before_a_restart_are_given_up_together(bool isChange)
    {
        await OpenAsync(_options!);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Journals.AppendAsync(AccountAddress.Of($"user{i}@sylk.test"), Incoming("m1")).AsTask()));
        await Server.StopAsync();
        await Server.StartAsync();
        if (isChange)
        {
            await Journals.AppendAsync(Alice, Incoming("m2"));
        }
        else
        {
            Assert.Null(await Journals.FindAsync(Alice, "m2"));
        }
    }

    [Fact]
    public async Task A_store_opened_while_the_server_is_down_makes_its_tables_when_it_comes()
    {
        await Server.StopAsync();
        await OpenAsync(_options!);
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m1")))).IsTransient);
        await Server.StartAsync();
        Assert.Equal(1, (await Journals.AppendAsync(Alice, Incoming("m1")))!.Sequence);
    }

    [Fact]
    public async Task An_operation_that_is_held_up_ends_at_its_limit_and_changes_nothing()
    {
        await OpenAsync(_options! with { Timeout = TimeSpan.FromSeconds(1) });
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await using (var other = new NpgsqlConnection(_options!.Postgres + ";Pooling=false"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("UPDATE accounts SET last_login = 1", other, transaction);
            await command.ExecuteNonQueryAsync();
            Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m2")))).IsTransient);
            Assert.NotNull(await Journals.FindAsync(Alice, "m1"));
        }

        Assert.Null(await Journals.FindAsync(Alice, "m2"));
        Assert.Equal(2, (await Journals.AppendAsync(Alice, Incoming("m3")))!.Sequence);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation()
    {
        await OpenAsync(_options!);
        await Journals.AppendAsync(Alice, Incoming("m1"));
        await using var other = new NpgsqlConnection(_options!.Postgres + ";Pooling=false");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("UPDATE accounts SET last_login = 1", other, transaction);
        await command.ExecuteNonQueryAsync();
        using var cancellation = new CancellationTokenSource();
        var append = Journals.AppendAsync(Alice, Incoming("m2"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task More_operations_than_may_wait_fail_at_once()
    {
        await OpenAsync(_options! with { QueueLimit = 3 });
        await Journals.AppendAsync(Alice, Incoming("m0"));
        await using var other = new NpgsqlConnection(_options!.Postgres + ";Pooling=false");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("UPDATE accounts SET last_login = 1", other, transaction);
        await command.ExecuteNonQueryAsync();
        var waiting = Enumerable.Range(1, 3).Select(i => Journals.AppendAsync(Alice, Incoming($"m{i}")).AsTask()).ToList();
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await Journals.AppendAsync(Alice, Incoming("m4")))).IsTransient);
        await transaction.CommitAsync();
        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_refused()
    {
        var failure = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(_options! with { Postgres = Server.ConnectionString("nothing") }));
        Assert.False(failure.IsTransient);
        Assert.Contains("nothing", failure.Message, StringComparison.Ordinal);
    }

    private async Task OpenAsync(StoreOptions options) =>
        _store = await Store.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
}
