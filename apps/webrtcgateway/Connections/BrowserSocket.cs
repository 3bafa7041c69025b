using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>The WebSocket of a browser: whole messages in, a bounded queue out.</summary>
internal sealed class BrowserSocket(WebSocket socket, int maxMessageBytes, int sendQueue)
{
    /// <summary>Bytes that may wait for a slow browser.</summary>
    private const int MaxQueuedBytes = 16 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(sendQueue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _queuedBytes;
    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;
    private bool _isClosing;

    /// <summary>Queues a message. A browser that does not keep up is disconnected.</summary>
    public void Send(ReadOnlyMemory<byte> message)
    {
        var isTooMuch = Interlocked.Add(ref _queuedBytes, message.Length) > MaxQueuedBytes;
        if ((isTooMuch || !_outgoing.Writer.TryWrite(message)) && _outgoing.Writer.TryComplete())
        {
            socket.Abort();
        }
    }

    /// <summary>Sends what is queued until <see cref="Close"/>, or until the socket is gone.</summary>
    public async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync())
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                Interlocked.Add(ref _queuedBytes, -message.Length);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(_closeStatus, statusDescription: null, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            _outgoing.Writer.TryComplete();
        }
    }

    /// <summary>The next text message; binary ones are passed over.</summary>
    /// <returns><c>null</c> when the browser has closed.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        // Most browsers are silent most of the time: the wait needs no buffer.
        var part = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return await AssembleAsync(part, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> AssembleAsync(ValueWebSocketReceiveResult part, byte[] buffer, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (part.MessageType != WebSocketMessageType.Close)
        {
            if (message.WrittenCount + part.Count > maxMessageBytes)
            {
                Close(WebSocketCloseStatus.MessageTooBig);
            }

            // After our close the browser is heard out until its own, so that it gets to read ours.
            if (!_isClosing)
            {
                message.Write(buffer.AsSpan(0, part.Count));
                if (part is { EndOfMessage: true, MessageType: WebSocketMessageType.Text })
                {
                    return message.WrittenMemory;
                }

                if (part.EndOfMessage)
                {
                    message.ResetWrittenCount();
                }
            }

            part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        }

        return null;
    }

    /// <summary>Stops taking messages to be sent; what is queued is sent, then the close code. The browser's own close ends
    /// <see cref="ReceiveAsync"/>, or after a while the loss of the connection.</summary>
    public void Close(WebSocketCloseStatus status)
    {
        if (Interlocked.Exchange(ref _isClosing, true))
        {
            return;
        }

        _closeStatus = status;
        _outgoing.Writer.TryComplete();
        _ = AbortLaterAsync();
    }

    private async Task AbortLaterAsync()
    {
        await Task.Delay(CloseTimeout);
        socket.Abort();
    }
}
