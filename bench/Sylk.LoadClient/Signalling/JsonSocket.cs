using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Sylk.LoadClient.Signalling;

/// <summary>A WebSocket with JSON texts.</summary>
internal sealed class JsonSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reader = Task.CompletedTask;

    public async Task ConnectAsync(Uri uri, string protocol)
    {
        _socket.Options.AddSubProtocol(protocol);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await _socket.ConnectAsync(uri, CancellationToken.None);
        _reader = ReadAsync();
    }

    public Task SendAsync(JsonObject message) => SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()));

    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message that fits; others are passed over.</summary>
    public async Task<JsonElement> WaitAsync(Func<JsonElement, bool> fits, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = new List<string>();
        try
        {
            while (true)
            {
                var message = await _messages.Reader.ReadAsync(limit.Token);
                if (fits(message))
                {
                    return message;
                }

                seen.Add(message.GetRawText());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"No {what}; got {string.Join('\n', seen.TakeLast(5))}");
        }
    }

    /// <summary>Drops what has arrived.</summary>
    public void Forget()
    {
        while (_messages.Reader.TryRead(out _))
        {
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length)
                    {
                        Array.Resize(ref buffer, 2 * length);
                    }

                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
                _messages.Writer.TryWrite(document.RootElement.Clone());
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side went.
        }

        _messages.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reader;
        _socket.Dispose();
        _sending.Dispose();
    }
}
