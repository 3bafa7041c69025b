using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>What relay and echo share: the session in the media plane, its events, and that exchanges come one after the
/// other.</summary>
internal abstract class MediaSession(IMediaPlane plane, SessionRegistry registry, string label) : IMediaSession
{
    private readonly MediaEventQueue _events = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _disposal = new();
    private int _isDisposed;
    private volatile StrongBox<MediaSessionId>? _session;

    public ChannelReader<MediaEvent> Events => _events.Reader;

    protected IMediaPlane Plane => plane;

    /// <summary>The session in the plane; taken by the first exchange. Only within <see cref="RunAsync"/>.</summary>
    protected MediaSessionId Session => (_session ??= new(plane.OpenSession(label, _events.Add))).Value;

    /// <summary>An ICE-lite agent learns the peer's addresses from its checks (RFC 8445 section 2.5).</summary>
    public void AddRemoteCandidate(MediaSide side, string candidate)
    {
    }

    public void RequestKeyFrame(MediaSide side)
    {
        if (_session is { } session && _isDisposed == 0)
        {
            plane.RequestKeyFrame(session.Value, side);
        }
    }

    public Task<MediaStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        _session is { } session && _isDisposed == 0
            ? plane.GetStatisticsAsync(session.Value, cancellationToken)
            : Task.FromResult(new MediaStatistics([]));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        // An exchange under way is cancelled and waited for: what it opened must be closed too.
        await _disposal.CancelAsync().ConfigureAwait(false);
        await _gate.WaitAsync().ConfigureAwait(false);
        if (_session is { } session)
        {
            await plane.CloseSessionAsync(session.Value).ConfigureAwait(false);
        }

        _events.Complete();
        _disposal.Dispose();
        registry.Remove(this);
    }

    /// <summary>Runs one step of an exchange, after those that were asked for before.</summary>
    protected async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
        await _gate.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            return await step(either.Token).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
