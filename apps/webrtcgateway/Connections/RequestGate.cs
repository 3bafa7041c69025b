namespace Sylk.WebRtcGateway.Connections;

/// <summary>Bounds the requests of a browser that wait for their turn: no more is read while so many, or so much, of them wait.
/// One may always enter.</summary>
internal sealed class RequestGate(int maxBytes)
{
    private const int MaxRequests = 256;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _left;
    private int _requests;
    private long _bytes;

    /// <summary>Waits until there is room. One caller at a time.</summary>
    public async ValueTask EnterAsync(int bytes, CancellationToken cancellationToken)
    {
        while (TryEnter(bytes) is { } left)
        {
            await left.WaitAsync(cancellationToken);
        }
    }

    public void Leave(int bytes)
    {
        lock (_lock)
        {
            _requests--;
            _bytes -= bytes;
            _left?.TrySetResult();
        }
    }

    /// <returns><c>null</c>, or what has to be waited for.</returns>
    private Task? TryEnter(int bytes)
    {
        lock (_lock)
        {
            if (_requests == 0 || (_requests < MaxRequests && _bytes + bytes <= maxBytes))
            {
                _requests++;
                _bytes += bytes;
                return null;
            }

            _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _left.Task;
        }
    }
}
