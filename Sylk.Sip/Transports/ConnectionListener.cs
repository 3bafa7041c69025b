using System.Net;
using System.Net.Sockets;

namespace Sylk.Sip.Transports;

/// <summary>One TCP or TLS listener.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    public const string Tcp = "TCP";

    private const int Backlog = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly ConnectionTable _connections;
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public ConnectionListener(string transport, IPEndPoint address, ConnectionTable connections)
    {
        (Transport, _connections) = (transport, connections);
        _socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.DualMode = false;
            }

            _socket.Bind(address);
            _socket.Listen(Backlog);
            BoundTo = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public string Transport { get; }

    public IPEndPoint BoundTo { get; }

    public void Start() => _accepting = Task.Run(AcceptAsync);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _connections.Accept(await _socket.AcceptAsync(), Transport);
            }
            catch (SocketException e) when (e.SocketErrorCode is not SocketError.OperationAborted)
            {
                await Task.Delay(Pause); // no descriptor is left, or the peer was gone before it was accepted
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
