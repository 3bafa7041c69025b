using System.Net;
using System.Runtime.CompilerServices;
using Sylk.Abstractions;
using Sylk.Server.Tests.Support;

namespace Sylk.Server.Tests.Plugins;

public sealed class HostedApplicationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_started_application_has_its_routes_and_loses_them_when_it_stops()
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe();
        Assert.Equal(ApplicationState.Loaded, application.Status.State);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/probe/page")).Status);

        await application.StartAsync(CancellationToken.None);
        Assert.Equal(ApplicationState.Started, application.Status.State);
        Assert.Equal("a page of the probe", (await server.GetAsync("/probe/page")).Body);

        await application.StopAsync(Limit);
        Assert.Equal(ApplicationState.Stopped, application.Status.State);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/probe/page")).Status);
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("start")]
    public async Task An_application_that_throws_is_faulted_with_its_reason_and_has_no_routes(string where)
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe($"throws = \"{where}\"");
        await application.StartAsync(CancellationToken.None);
        await application.Released.WaitAsync(Limit);
        Assert.Equal(ApplicationState.Faulted, application.Status.State);
        Assert.Contains($"no {where} today", application.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/probe/page")).Status);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_its_own_request_only()
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe();
        await application.StartAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.InternalServerError, (await server.GetAsync("/probe/broken")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/probe/page")).Status);
        await application.StopAsync(Limit);
    }

    [Fact]
    public async Task An_application_may_declare_itself_unfit()
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe();
        await application.StartAsync(CancellationToken.None);
        Assert.Equal("unfit now", (await server.GetAsync("/probe/unfit")).Body);
        await application.Released.WaitAsync(Limit);
        Assert.Equal(ApplicationState.Faulted, application.Status.State);
        Assert.Equal("asked to", application.Status.Reason);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/probe/page")).Status);
    }

    [Fact]
    public async Task Two_applications_use_two_versions_of_a_library_side_by_side()
    {
        await using var server = await TestServer.StartAsync();
        var first = server.LoadProbe(directory: TestPlugins.CopyProbe(server.DataDirectory, "first"));
        var directory = TestPlugins.CopyProbe(server.DataDirectory, "second");
        File.Copy(TestPlugins.SecondLibrary, Path.Combine(directory, Path.GetFileName(TestPlugins.SecondLibrary)), overwrite: true);
        var second = server.LoadProbe(directory: directory);
        await first.StartAsync(CancellationToken.None);
        await second.StartAsync(CancellationToken.None);
        Assert.Equal("1.0 1", (await server.GetAsync("/first/library")).Body);
        Assert.Equal("1.0 2", (await server.GetAsync("/first/library")).Body);
        Assert.Equal("2.0 1", (await server.GetAsync("/second/library")).Body);
        await first.StopAsync(Limit);
        Assert.Equal("2.0 2", (await server.GetAsync("/second/library")).Body);
        await second.StopAsync(Limit);
    }

    [Fact]
    public async Task An_application_does_not_see_the_libraries_of_the_host()
    {
        await using var server = await TestServer.StartAsync();
        var application = server.LoadProbe();
        await application.StartAsync(CancellationToken.None);
        Assert.NotNull(Type.GetType("Npgsql.NpgsqlConnection, Npgsql"));
        Assert.Equal("nothing", (await server.GetAsync("/probe/host")).Body);
        await application.StopAsync(Limit);
    }

    [Fact]
    public async Task A_hundred_loads_and_unloads_leave_nothing_in_memory()
    {
        await using var server = await TestServer.StartAsync();
        var signs = new List<WeakReference>();
        for (var i = 0; i < 100; i++)
        {
            signs.Add(await UseAsync(server));
        }

        // Unloading is cooperative: it takes a few collections.
        for (var i = 0; i < 20 && signs.Any(s => s.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.Equal(0, signs.Count(s => s.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(TestServer server)
    {
        var application = server.LoadProbe();
        var sign = application.LifeSign!;
        await application.StartAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/probe/page")).Status);
        await application.StopAsync(Limit);
        return sign;
    }
}
