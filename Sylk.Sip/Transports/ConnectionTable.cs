using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Transports;

/// <summary>All connections of a stack, within <see cref="ConnectionLimits"/>.</summary>
internal sealed class ConnectionTable : IAsyncDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMilliseconds(500);

    private readonly TransportContext _context;
    private readonly ConnectionLimits _limits;
    private readonly TlsContext? _tls;
    private readonly ConcurrentDictionary<SipFlow, ConnectionFlow> _byName = new();
    private readonly ConcurrentDictionary<ConnectionFlow, Task> _running = new();
    private readonly ConcurrentDictionary<Key, ConnectionFlow> _byTarget = new();
    private readonly Dictionary<Key, Task<ConnectionFlow>> _opening = [];
    private readonly Dictionary<IPAddress, int> _perSource = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _sweep;
    private int _total;

    public ConnectionTable(TransportContext context, ConnectionLimits limits, TlsContext? tls)
    {
        (_context, _limits, _tls) = (context, limits, tls);
        var interval = SweepInterval(limits);
        _sweep = context.Time.CreateTimer(static table => ((ConnectionTable)table!).Sweep(), this, interval, interval);
    }

    public int Count => _total;

    public ConnectionFlow? Find(SipFlow flow) => _byName.TryGetValue(flow, out var connection) && connection.IsAlive ? connection : null;

    /// <summary>A connection to a target: one that is there, one that is being opened, or a new one. Over TLS it must have
    /// been opened for the same domain, because that is what its certificate was checked for.</summary>
    public ValueTask<Flow> OpenAsync(SipTarget target)
    {
        var key = Key.Of(target);
        if (_byTarget.TryGetValue(key, out var connection) && connection.IsAlive)
        {
            return ValueTask.FromResult<Flow>(connection);
        }

        lock (_opening)
        {
            if (!_opening.TryGetValue(key, out var opening))
            {
                opening = _opening[key] = Task.Run(() => ConnectAsync(key, target));
            }

            return new(JoinAsync(opening));
        }

        static async Task<Flow> JoinAsync(Task<ConnectionFlow> opening) => await opening.ConfigureAwait(false);
    }

    /// <summary>Takes an accepted socket, or closes it where a limit is reached.</summary>
    public void Accept(Socket socket, string transport)
    {
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        if (!TryTakeSlot(remote.Address, out var reason))
        {
            socket.Dispose();
            _context.Diagnostics.Metrics.ConnectionsRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));
            return;
        }

        _ = AcceptAsync(socket, remote, transport);
    }

    /// <summary>The connection takes no more messages.</summary>
    public void Forget(ConnectionFlow connection)
    {
        _byName.TryRemove(connection.Id, out _);
        _byTarget.TryRemove(new(new(connection.Transport, connection.RemoteEndPoint, connection.VerifiedName), connection));
    }

    /// <summary>The connection is closed.</summary>
    public void Release(ConnectionFlow connection)
    {
        if (_running.TryRemove(connection, out _))
        {
            FreeSlot(connection.IsOpenedByUs ? null : connection.RemoteEndPoint.Address);
            _context.Diagnostics.Metrics.Connections.Add(-1, new KeyValuePair<string, object?>("transport", connection.Transport));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweep.DisposeAsync();
        var end = Environment.TickCount64 + (long)FlushTimeout.TotalMilliseconds;
        while (_running.Keys.Any(c => c.IsWriting) && Environment.TickCount64 < end)
        {
            await Task.Delay(5);
        }

        var running = _running.ToArray();
        foreach (var (connection, _) in running)
        {
            connection.Close();
        }

        await Task.WhenAll(running.Select(r => r.Value));
        _stop.Dispose();
    }

    /// <summary>Often enough that no limit is exceeded by much.</summary>
    private static TimeSpan SweepInterval(ConnectionLimits limits)
    {
        var shortest = new[] { limits.MessageTimeout, limits.IdleTimeout, limits.PingInterval, limits.PongTimeout }.Min() / 5;
        return TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds, 20, 1000));
    }

    private async Task<ConnectionFlow> ConnectAsync(Key key, SipTarget target)
    {
        try
        {
            if (!TryTakeSlot(null, out _))
            {
                throw new IOException("there are too many connections");
            }

            var connection = await ConnectAsync(target);
            Start(connection);
            return connection;
        }
        finally
        {
            lock (_opening)
            {
                _opening.Remove(key);
            }
        }
    }

    private async Task<ConnectionFlow> ConnectAsync(SipTarget target)
    {
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            timeout.CancelAfter(_limits.ConnectTimeout);
            await socket.ConnectAsync(target.EndPoint, timeout.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (target.Transport == TlsContext.Name)
            {
                stream = await _tls!.ConnectAsync(stream, target.Name, timeout.Token);
            }

            return New(socket, stream, target.EndPoint, target.Transport, Key.Of(target).Name);
        }
        catch (Exception e)
        {
            socket.Dispose();
            FreeSlot(null);
            throw new IOException($"{target.Transport} to {target.EndPoint} failed: {Why(e)}", e);
        }
    }

    private static string Why(Exception e) => e switch
    {
        OperationCanceledException => "it took too long",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        _ => e.Message,
    };

    private async Task AcceptAsync(Socket socket, IPEndPoint remote, string transport)
    {
        ConnectionFlow connection;
        try
        {
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (transport == TlsContext.Name)
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                timeout.CancelAfter(_limits.ConnectTimeout);
                stream = await _tls!.AcceptAsync(stream, timeout.Token);
            }

            connection = New(socket, stream, remote, transport, null);
        }
        catch (Exception)
        {
            // Whatever a stranger makes the handshake throw ends his connection and nothing else.
            socket.Dispose();
            FreeSlot(remote.Address);
            return;
        }

        Start(connection);
    }

    private ConnectionFlow New(Socket socket, Stream stream, IPEndPoint remote, string transport, string? openedTo) => new(
        this, _context, _limits, socket, stream, new(transport, remote, FlowTokens.Random(), _context.IsTrusted(remote.Address)), openedTo);

    private void Start(ConnectionFlow connection)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[connection] = started.Task;
        _byName[connection.Id] = connection;
        if (connection.IsOpenedByUs || connection.Transport == ConnectionListener.Tcp)
        {
            _byTarget[new(connection.Transport, connection.RemoteEndPoint, connection.VerifiedName)] = connection;
        }

        if (!connection.IsAlive)
        {
            Forget(connection); // it was closed before it was known
        }

        _context.Diagnostics.Metrics.Connections.Add(1, new KeyValuePair<string, object?>("transport", connection.Transport));
        if (_stop.IsCancellationRequested)
        {
            connection.Close();
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await connection.RunAsync();
            }
            finally
            {
                started.SetResult();
            }
        });
    }

    private bool TryTakeSlot(IPAddress? source, out string reason)
    {
        lock (_perSource)
        {
            var fromSource = source is null ? 0 : _perSource.GetValueOrDefault(source);
            reason = _total >= _limits.Total ? "total" : "source";
            if (_total >= _limits.Total || fromSource >= _limits.PerSource)
            {
                return false;
            }

            _total++;
            if (source is not null)
            {
                _perSource[source] = fromSource + 1;
            }

            return true;
        }
    }

    private void FreeSlot(IPAddress? source)
    {
        lock (_perSource)
        {
            _total--;
            if (source is not null && --_perSource[source] == 0)
            {
                _perSource.Remove(source);
            }
        }
    }

    private void Sweep()
    {
        foreach (var (connection, _) in _running)
        {
            connection.CheckDeadlines();
        }
    }

    private readonly record struct Key(string Transport, IPEndPoint EndPoint, string Name)
    {
        public static Key Of(SipTarget target) =>
            new(target.Transport, target.EndPoint, target.Transport == TlsContext.Name ? target.Name.ToLowerInvariant() : "");
    }
}
