using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sylk.EndToEnd.Tests.Messages;

/// <summary>A connection to the gateway: requests and their answers, and everything else in order.</summary>
/// <param name="take">Gets every message but <c>error</c>; for an <c>ack</c> with what its request has to do now.</param>
internal sealed class Link(Action<JsonElement, Action?> take) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (TaskCompletionSource Done, Action? Acknowledged)> _requests = [];
    private readonly List<(Func<JsonElement, bool> Match, TaskCompletionSource<JsonElement> Source)> _waiters = [];
    private readonly Queue<byte[]> _outgoing = [];
    private readonly SemaphoreSlim _toSend = new(0);
    private Task _running = Task.CompletedTask;
    private int _transactions;
    private bool _isLost;

    public bool IsOpen => !_isLost;

    public async Task OpenAsync(Uri server)
    {
        _socket.Options.AddSubProtocol("sylkRTC-2");
        await _socket.ConnectAsync(server, CancellationToken.None);
        _running = Task.WhenAll(ReceiveAsync(), SendAsync());
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">Without transaction.</param>
    /// <param name="acknowledged">Called when its ack comes, before anything that comes later is looked at.</param>
    /// <returns>Completes with the ack.</returns>
    /// <exception cref="WebSocketException">The connection broke first.</exception>
    public async Task RequestAsync(JsonObject request, Action? acknowledged = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isLost)
            {
                throw new WebSocketException("the connection is lost");
            }

            var transaction = $"t{++_transactions}";
            _requests.Add(transaction, (done, acknowledged));
            var message = request.DeepClone().AsObject();
            message["transaction"] = transaction;
            _outgoing.Enqueue(JsonSerializer.SerializeToUtf8Bytes(message));
        }

        _toSend.Release();
        await done.Task.WaitAsync(Limit);
    }

    /// <summary>The next event that fits.</summary>
    public Task<JsonElement> WaitAsync(Func<JsonElement, bool> match)
    {
        var source = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isLost)
            {
                throw new WebSocketException("the connection is lost");
            }

            _waiters.Add((match, source));
        }

        return source.Task.WaitAsync(Limit);
    }

    public void Abort()
    {
        Lose();
        _socket.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await _running;
        _socket.Dispose();
        _toSend.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            while (!_isLost)
            {
                await _toSend.WaitAsync();
                byte[]? message;
                lock (_lock)
                {
                    _outgoing.TryDequeue(out message);
                }

                if (message is not null)
                {
                    await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            Lose();
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
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
                while (!part.EndOfMessage && part.MessageType != WebSocketMessageType.Close);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
                Take(document.RootElement.Clone());
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server, or the test, has gone.
        }

        Lose();
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("sylkrtc").GetString())
        {
            case "ack" when Answered(message) is { } request:
                take(message, request.Acknowledged);
                request.Done.TrySetResult();
                break;
            case "error" when Answered(message) is { } request:
                request.Done.TrySetException(new InvalidOperationException(message.GetProperty("error").GetString()));
                break;
            default:
                take(message, null);
                Wake(message);
                break;
        }
    }

    private (TaskCompletionSource Done, Action? Acknowledged)? Answered(JsonElement message)
    {
        lock (_lock)
        {
            return _requests.Remove(message.GetProperty("transaction").GetString()!, out var request) ? request : null;
        }
    }

    private void Wake(JsonElement message)
    {
        lock (_lock)
        {
            if (_waiters.FindIndex(w => w.Match(message)) is >= 0 and var i)
            {
                _waiters[i].Source.TrySetResult(message);
                _waiters.RemoveAt(i);
            }
        }
    }

    private void Lose()
    {
        lock (_lock)
        {
            _isLost = true;
            foreach (var (done, _) in _requests.Values)
            {
                done.TrySetException(new WebSocketException("the connection is lost"));
            }

            _waiters.ForEach(w => w.Source.TrySetException(new WebSocketException("the connection is lost")));
            _requests.Clear();
            _waiters.Clear();
        }

        _toSend.Release();
    }
}
