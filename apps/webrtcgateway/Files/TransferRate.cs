namespace Sylk.WebRtcGateway.Files;

/// <summary>Holds a transfer back to a rate.</summary>
/// <param name="bytesPerSecond">The rate; 0: none.</param>
/// <param name="time">The clock.</param>
internal sealed class TransferRate(long bytesPerSecond, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _bytes;

    /// <summary>Waits until so much more may have come.</summary>
    public async ValueTask WaitAsync(long bytes, CancellationToken cancellationToken)
    {
        _bytes += bytes;
        if (bytesPerSecond > 0 && TimeSpan.FromSeconds((double)_bytes / bytesPerSecond) - time.GetElapsedTime(_started) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, time, cancellationToken);
        }
    }
}
