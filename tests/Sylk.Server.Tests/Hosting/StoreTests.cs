using Sylk.Abstractions.Storage;
using Sylk.Server.Configuration;
using Sylk.Server.Configuration.Binding;
using Sylk.Server.Tests.Support;
using Sylk.Storage;

namespace Sylk.Server.Tests.Hosting;

public sealed class StoreTests
{
    private static readonly AccountAddress Alice = AccountAddress.Of("alice@sylk.test");

    [Fact]
    public async Task The_server_opens_its_store_in_the_data_directory_and_closes_it_at_the_end()
    {
        await using var server = await RunningServer.StartAsync();
        var store = server.Server.Store;
        await store.Accounts.TouchAsync(Alice);
        Assert.True(File.Exists(Path.Combine(server.Server.DataDirectory, "sylk.db")));
        await server.CloseAsync();
        await Assert.ThrowsAsync<StoreException>(async () => await store.Accounts.TouchAsync(Alice));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_stops_the_server_before_anything_listens()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new string('x', 5000));
            var failure = await Assert.ThrowsAsync<StoreException>(() => RunningServer.StartAsync(settings: $"[store]\nfile = '{file}'"));
            Assert.False(failure.IsTransient);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_server_starts_without_its_PostgreSQL()
    {
        // Nothing listens in an empty directory.
        var directory = Directory.CreateTempSubdirectory("sylk-nothing");
        await using var server = await RunningServer.StartAsync(settings: $"[store]\npostgres = 'Host={directory.FullName};Username=sylk'");
        directory.Delete();
        Assert.True((await Assert.ThrowsAsync<StoreException>(async () => await server.Server.Store.Accounts.TouchAsync(Alice))).IsTransient);
    }

    [Fact]
    public void Settings_become_the_options_of_the_store()
    {
        var options = Bind("""
            [store]
            postgres = "Host=db;Password=secret"
            file = "/somewhere/messages.db"
            synchronous = "normal"
            timeout = 2.5
            message_days = 7
            spool_days = 3
            """, out var problems).Options("/data");
        Assert.Empty(problems);
        Assert.Equal(new StoreOptions
        {
            Postgres = "Host=db;Password=secret",
            File = "/somewhere/messages.db",
            Synchronous = SqliteSynchronous.Normal,
            Timeout = TimeSpan.FromSeconds(2.5),
            MessageLifetime = TimeSpan.FromDays(7),
            SpoolLifetime = TimeSpan.FromDays(3),
        }, options);
        Assert.Equal(new StoreOptions { File = "/data/sylk.db" }, Bind("", out _).Options("/data"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=db;Colour=blue")]
    [InlineData("Database=sylk")]
    public void A_text_that_is_no_connection_string_is_refused(string text)
    {
        Bind($"[store]\npostgres = '{text}'", out var problems);
        Assert.Contains("not a connection string", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    private static StoreSettings Bind(string text, out IReadOnlyList<SettingsProblem> problems)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var found = new SettingsProblems();
            var settings = new SettingsBinder(SettingsFile.Read(path, found), "", EnvironmentOverrides.None, found).Bind<ServerSettings>();
            problems = [.. found.InOrder];
            return settings.Store;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
