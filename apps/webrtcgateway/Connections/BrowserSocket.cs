using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>The WebSocket of a browser: whole messages in, a bounded queue out.</summary>
internal sealed class BrowserSocket(WebSocket socket, int maxMessageBytes, int sendQueue)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(sendQueue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Queues a message. A browser that does not keep up is disconnected.</summary>
    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!_outgoing.Writer.TryWrite(message) && _outgoing.Writer.TryComplete())
        {
            socket.Abort();
        }
    }

    /// <summary>Sends what is queued until <see cref="CloseAsync"/>, or until the socket is gone.</summary>
    public async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync())
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            _outgoing.Writer.TryComplete();
        }
    }

    /// <summary>The next text message; binary ones are passed over.</summary>
    /// <returns><c>null</c> when the browser has closed, or has sent more than it may.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (message.WrittenCount + part.Count > maxMessageBytes)
            {
                CloseStatus = WebSocketCloseStatus.MessageTooBig;
                return null;
            }

            message.Write(_buffer.AsSpan(0, part.Count));
            if (!part.EndOfMessage)
            {
                continue;
            }

            if (part.MessageType == WebSocketMessageType.Text)
            {
                return message.WrittenMemory;
            }

            message.ResetWrittenCount();
        }
    }

    /// <summary>Close code given by <see cref="CloseAsync"/>.</summary>
    public WebSocketCloseStatus CloseStatus { get; set; } = WebSocketCloseStatus.NormalClosure;

    /// <summary>Sends what is queued and closes.</summary>
    /// <param name="writing">The task of <see cref="WriteAsync"/>.</param>
    public async Task CloseAsync(Task writing)
    {
        _outgoing.Writer.TryComplete();
        try
        {
            using var timeout = new CancellationTokenSource(CloseTimeout);
            await writing.WaitAsync(timeout.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseAsync(CloseStatus, statusDescription: null, timeout.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            socket.Abort();
        }
    }
}
