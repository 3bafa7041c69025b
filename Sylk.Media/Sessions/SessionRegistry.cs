using System.Collections.Concurrent;

namespace Sylk.Media.Sessions;

/// <summary>The sessions of one service that have not been disposed yet.</summary>
internal sealed class SessionRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<MediaSession, bool> _sessions = new(ReferenceEqualityComparer.Instance);
    private volatile bool _isDisposed;

    public T Add<T>(T session) where T : MediaSession
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(MediaService));
        _sessions[session] = true;
        if (_isDisposed)
        {
            // Crossed with the end: a session without resources yet, which must not get any.
            _ = session.DisposeAsync().AsTask();
            ObjectDisposedException.ThrowIf(true, typeof(MediaService));
        }

        return session;
    }

    public void Remove(MediaSession session) => _sessions.TryRemove(session, out _);

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await Task.WhenAll(_sessions.Keys.Select(session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
