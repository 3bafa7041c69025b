using System.Net;
using System.Net.WebSockets;
using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Sessions;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>A browser, from its handshake to its end: its accounts, its calls, and the one loop they all run on.</summary>
internal sealed class Connection
{
    private readonly BrowserSocket _socket;
    private readonly ProtocolVersion _protocol;
    private readonly ClientTrace _trace;
    private readonly IApplicationContext _context;
    private readonly ConnectionLoop _loop = new();

    private readonly RequestGate _gate;
    private readonly ConnectionSessions _sessions;
    private readonly ConnectionAccounts _accounts;
    private readonly AccountMessages _messages;

    public Connection(BrowserSocket socket, ProtocolVersion protocol, ClientTrace trace, GatewayServices gateway, string browser, IPAddress address)
    {
        _socket = socket;
        _protocol = protocol;
        _trace = trace;
        _gate = new(gateway.Settings.MaxMessageBytes * 2);
        _context = gateway.Context;
        var services = new ConnectionServices(gateway, _loop, Send, OpenAsync, protocol.HasUpdates, browser, address);
        _sessions = new(services);
        _messages = new(services);
        _accounts = new(services, _sessions, _messages);
    }

    /// <summary>Serves the browser until it closes or vanishes, or the application stops.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        Send(new ReadyEvent());
        await using (_context.Stopping.Register(() => _socket.Close(WebSocketCloseStatus.EndpointUnavailable)))
        {
            await ReceiveAsync(aborted);
        }

        var released = _loop.Run(ReleaseAsync);
        _socket.Close(WebSocketCloseStatus.NormalClosure);
        await _socket.Written;
        await released;
    }

    private async Task ReceiveAsync(CancellationToken aborted)
    {
        try
        {
            while (await _socket.ReceiveAsync(aborted) is { } message)
            {
                _trace.Received(message);
                await _gate.EnterAsync(message.Length, aborted);
                _ = _loop.Run(() => TakeAsync(message));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The browser has vanished.
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message)
    {
        try
        {
            if (_protocol.Read(message, out var error) is not { } request)
            {
                Refuse(error);
            }
            else
            {
                await AnswerAsync(request, new(request.Transaction, Send));
            }
        }
        finally
        {
            _gate.Leave(message.Length);
        }
    }

    private async Task AnswerAsync(Request request, Reply reply)
    {
        try
        {
            await HandleAsync(request, reply);
            reply.Ack();
        }
        catch (RequestException e)
        {
            reply.Error(e.Message);
        }
        catch (StoreException e)
        {
            _context.Logger.LogStoreFailed(request.GetType().Name, e.Message);
            reply.Error("Storage is not available, try again");
        }
#pragma warning disable CA1031 // Whatever it is, it is one request's and not the connection's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _context.Logger.LogRequestFailed(e, request.GetType().Name);
            reply.Error("Internal error");
        }
    }

    private Task HandleAsync(Request request, Reply reply) => request switch
    {
        PingRequest => Task.CompletedTask,
        LookupPublicKeyRequest lookup => _messages.HandleAsync(lookup),
        AccountRequest account => _accounts.HandleAsync(account, reply),
        SessionCreateRequest create => _sessions.CreateAsync(create, _accounts.Find(create.Account), reply),
        SessionRequest session => _sessions.HandleAsync(session, reply),
        _ => throw new InvalidOperationException(),
    };

    private void Refuse(ErrorResponse? error)
    {
        if (error is not null)
        {
            Send(error);
        }
        else
        {
            _context.Logger.LogMessageIgnored();
        }
    }

    private void Send(ServerMessage message)
    {
        if (_protocol.Write(message) is { } text)
        {
            _trace.Sent(text);
            _socket.Send(text);
        }
    }

    /// <summary>Reads the beginning of a long message: what cannot be read at all is an error, later nothing but the end of the
    /// connection can tell that the rest is missing.</summary>
    private async Task<Func<Task>> OpenAsync(SyncConversationsEvent message)
    {
        if (_protocol.Write(message) is not { } pieces)
        {
            return static () => Task.CompletedTask;
        }

        var reading = pieces.GetAsyncEnumerator();
        try
        {
            await reading.MoveNextAsync();
        }
        catch
        {
            await reading.DisposeAsync();
            throw;
        }

        return () =>
        {
            _trace.SentStream(message);
            return _socket.SendAsync(reading);
        };
    }

    private Task ReleaseAsync()
    {
        _sessions.EndAll();
        return _accounts.RemoveAllAsync();
    }
}
