using System.Net.WebSockets;

namespace Sylk.WebRtcGateway.Connections;

/// <summary>A message on its way to a browser: a whole one, or one that is made while it is sent.</summary>
internal sealed class OutgoingText
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>>? _pieces;
    private readonly TaskCompletionSource? _ended;

    public OutgoingText(ReadOnlyMemory<byte> text) => _text = text;

    /// <param name="pieces">Stands at the first piece. Each piece is valid until the next.</param>
    public OutgoingText(IAsyncEnumerator<ReadOnlyMemory<byte>> pieces)
    {
        _pieces = pieces;
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Bytes it holds while it waits.</summary>
    public int Length => _text.Length;

    /// <summary>Completes when it is sent or dropped.</summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    /// <summary>Sends it whole.</summary>
    /// <param name="socket">Where to.</param>
    /// <param name="pieceTimeout">How long the browser may take for a piece; then the connection is lost.</param>
    /// <param name="time">Measures that.</param>
    public async Task SendAsync(WebSocket socket, TimeSpan pieceTimeout, TimeProvider time)
    {
        if (_pieces is null)
        {
            await socket.SendAsync(_text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        try
        {
            do
            {
                using var timeout = new CancellationTokenSource(pieceTimeout, time);
                await socket.SendAsync(_pieces.Current, WebSocketMessageType.Text, endOfMessage: false, timeout.Token).ConfigureAwait(false);
            }
            while (await _pieces.MoveNextAsync().ConfigureAwait(false));
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await DropAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of it unsent.</summary>
    public async Task DropAsync()
    {
        try
        {
            if (_pieces is not null)
            {
                await _pieces.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _ended?.TrySetResult();
        }
    }
}
