using System.Net.Sockets;
using System.Text;
using Sylk.Server.Hosting;

namespace Sylk.Server.Tests.Hosting;

public sealed class ServiceManagerTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"sylk-notify-{Guid.NewGuid():N}");
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public ServiceManagerTests() => _manager.Bind(new UnixDomainSocketEndPoint(_path));

    [Fact]
    public async Task It_learns_that_the_server_is_ready_alive_and_stopping()
    {
        using var notifier = Create(("NOTIFY_SOCKET", _path), ("WATCHDOG_USEC", "20000"));
        notifier.Ready(static () => Task.CompletedTask);
        Assert.Equal("READY=1", await ReceiveAsync());
        Assert.Equal("WATCHDOG=1", await ReceiveAsync());
        Assert.Equal("WATCHDOG=1", await ReceiveAsync());
        notifier.Stopping();
        while (await ReceiveAsync() is var state && state != "STOPPING=1")
        {
            Assert.Equal("WATCHDOG=1", state);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_is_not_said_to_be_alive()
    {
        var hanging = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        using var notifier = Create(("NOTIFY_SOCKET", _path), ("WATCHDOG_USEC", "2000"));
        notifier.Ready(() =>
        {
            asked.TrySetResult();
            return hanging.Task;
        });
        await asked.Task;
        notifier.Stopping();
        Assert.Equal("READY=1", await ReceiveAsync());
        Assert.Equal("STOPPING=1", await ReceiveAsync());
        hanging.SetResult();
    }

    [Fact]
    public async Task The_watchdog_of_another_process_is_left_alone()
    {
        using var notifier = Create(("NOTIFY_SOCKET", _path), ("WATCHDOG_USEC", "2000"), ("WATCHDOG_PID", "1"));
        notifier.Ready(() => throw new InvalidOperationException("nobody asked"));
        Assert.Equal("READY=1", await ReceiveAsync());
    }

    public void Dispose()
    {
        _manager.Dispose();
        File.Delete(_path);
    }

    private static ServiceManager Create(params (string Name, string Value)[] environment) =>
        new(name => environment.FirstOrDefault(v => v.Name == name).Value, TimeProvider.System);

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[100];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return Encoding.ASCII.GetString(buffer, 0, await _manager.ReceiveAsync(buffer, SocketFlags.None, limit.Token));
    }
}
