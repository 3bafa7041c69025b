using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Deletes, once an hour, files whose time is over, and what is left of uploads that were given up.</summary>
internal sealed class FileHousekeeping : IAsyncDisposable
{
    private const int BatchSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly FilesSettings _settings;
    private readonly KeptFiles _files;
    private readonly FileVault _vault;
    private readonly Uploads _uploads;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _running;

    public FileHousekeeping(FilesSettings settings, KeptFiles files, FileVault vault, Uploads uploads, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _files = files;
        _vault = vault;
        _uploads = uploads;
        _time = time;
        _logger = logger;
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _time);
            while (await timer.WaitForNextTickAsync(_stopped.Token))
            {
                await CleanAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task CleanAsync()
    {
        try
        {
            await _uploads.EndIdleAsync();
            var removed = await RemoveExpiredAsync();

            // Those that the store does not know: the process ended before it got to know them.
            removed += _vault.DeleteOlderThan(_time.GetUtcNow().AddDays((-2 * _settings.ExpireDays) - 1));
            if (removed > 0)
            {
                _logger.LogFilesExpired(removed);
            }
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            _logger.LogHousekeepingFailed(e.Message);
        }
    }

    private async Task<int> RemoveExpiredAsync()
    {
        var removed = 0;
        int count;
        do
        {
            count = await _files.RemoveExpiredAsync(_time.GetUtcNow(), BatchSize, _stopped.Token);
            removed += count;
        }
        while (count == BatchSize);
        return removed;
    }
}
