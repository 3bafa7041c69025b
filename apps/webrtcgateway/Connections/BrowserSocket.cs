using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>The WebSocket of a browser: whole messages in, a bounded queue out.</summary>
internal sealed class BrowserSocket(WebSocket socket, int maxMessageBytes, int sendQueue, TimeProvider time)
{
    /// <summary>Bytes that may wait for a slow browser.</summary>
    private const int MaxQueuedBytes = 16 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long a browser may take for a piece of a long message.</summary>
    private static readonly TimeSpan PieceTimeout = TimeSpan.FromSeconds(60);

    private readonly Queue<OutgoingText> _outgoing = [];
    private Task _writing = Task.CompletedTask;
    private WebSocketCloseStatus? _closeStatus;
    private int _queuedBytes;
    private bool _isWriting;
    private bool _isLost;

    /// <summary>Completes when all that was queued is sent, or the socket is gone.</summary>
    public Task Written => _writing;

    /// <summary>Queues a message. A browser that does not keep up is disconnected.</summary>
    public void Send(ReadOnlyMemory<byte> message) => Send(new OutgoingText(message));

    /// <summary>Queues a message that is sent piece by piece; what comes after it waits. When it cannot be read to its end the
    /// browser is disconnected.</summary>
    /// <param name="pieces">Stands at its first piece; is disposed here.</param>
    /// <returns>Completes when the browser has taken it, or has gone.</returns>
    public Task SendAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> pieces)
    {
        var message = new OutgoingText(pieces);
        Send(message);
        return message.Ended;
    }

    private void Send(OutgoingText message)
    {
        var isOverflow = false;
        lock (_outgoing)
        {
            if (!_isLost && _closeStatus is null)
            {
                _queuedBytes += message.Length;
                _isLost = isOverflow = _outgoing.Count == sendQueue || _queuedBytes > MaxQueuedBytes;
                if (!_isLost)
                {
                    _outgoing.Enqueue(message);
                    Write();
                    return;
                }
            }
        }

        _ = message.DropAsync();
        if (isOverflow)
        {
            socket.Abort();
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
            if (_closeStatus is null)
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
        lock (_outgoing)
        {
            if (_closeStatus is not null)
            {
                return;
            }

            _closeStatus = status;
            Write();
        }

        _ = AbortLaterAsync();
    }

    /// <summary>Begins to send, unless that goes on already.</summary>
    private void Write()
    {
        if (!_isWriting)
        {
            _isWriting = true;
            _writing = WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            WebSocketCloseStatus? close;
            while (TryTake(out var message, out close))
            {
                await message.SendAsync(socket, PieceTimeout, time).ConfigureAwait(false);
            }

            if (close is { } status && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, statusDescription: null, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException or StoreException)
        {
            socket.Abort();
            List<OutgoingText> rest;
            lock (_outgoing)
            {
                _isLost = true;
                rest = [.. _outgoing];
                _outgoing.Clear();
            }

            await Task.WhenAll(rest.Select(m => m.DropAsync())).ConfigureAwait(false);
        }
    }

    /// <summary>The next message to be sent. When there is none the writing ends; after <see cref="Close"/> for good, with a close
    /// code.</summary>
    private bool TryTake([NotNullWhen(true)] out OutgoingText? message, out WebSocketCloseStatus? close)
    {
        lock (_outgoing)
        {
            close = null;
            if (_outgoing.TryDequeue(out message))
            {
                _queuedBytes -= message.Length;
                return true;
            }

            close = _closeStatus;
            _isWriting = close is not null;
            return false;
        }
    }

    private async Task AbortLaterAsync()
    {
        await Task.Delay(CloseTimeout);
        socket.Abort();
    }
}
