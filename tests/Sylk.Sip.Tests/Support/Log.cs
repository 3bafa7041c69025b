using System.Threading.Channels;

namespace Sylk.Sip.Tests.Support;

/// <summary>What happened, in order, to be waited for.</summary>
internal sealed class Log<T>(string what)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public void Add(T item) => _items.Writer.TryWrite(item);

    public async Task<T> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            return await _items.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {what} came within {Patience}.");
        }
    }

    public bool TryNext(out T? item) => _items.Reader.TryRead(out item);

    public bool IsEmpty => _items.Reader.Count == 0;
}
