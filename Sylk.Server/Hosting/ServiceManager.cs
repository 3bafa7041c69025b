using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sylk.Server.Hosting;

/// <summary>Tells the service manager that has started the process how it is (sd_notify(3)). Where there is none nothing happens.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly UnixDomainSocketEndPoint? _address;
    private readonly PeriodicTimer? _timer;

    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="time">The clock.</param>
    public ServiceManager(Func<string, string?> variable, TimeProvider time)
    {
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } path)
        {
            return;
        }

        // A name that begins with @ is one of the abstract name space (unix(7)).
        _address = new(path[0] == '@' ? '\0' + path[1..] : path);
        var isForUs = variable("WATCHDOG_PID") is not { } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (isForUs && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 1000)
        {
            _timer = new(TimeSpan.FromMicroseconds(microseconds / 2), time);
        }
    }

    /// <summary>The server is ready.</summary>
    /// <param name="pulse">Completes when the loops of the server have taken a turn. One that hangs starves the watchdog, and
    /// the server is started anew.</param>
    public void Ready(Func<Task> pulse)
    {
        Send("READY=1");
        if (_timer is not null)
        {
            _ = WatchAsync(_timer, pulse);
        }
    }

    /// <summary>The server begins to stop.</summary>
    public void Stopping() => Send("STOPPING=1");

    public void Dispose() => _timer?.Dispose();

    private async Task WatchAsync(PeriodicTimer timer, Func<Task> pulse)
    {
        while (await timer.WaitForNextTickAsync())
        {
            await pulse();
            Send("WATCHDOG=1");
        }
    }

    private void Send(string state)
    {
        if (_address is null)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.ASCII.GetBytes(state), _address);
        }
        catch (SocketException)
        {
            // The service manager is gone; that is no reason to go too.
        }
    }
}
