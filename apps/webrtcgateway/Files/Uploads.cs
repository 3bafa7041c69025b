using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>The files on their way to us: those that are coming, and those that were broken off and may be continued. Each takes
/// its place in the quota from the beginning. May be used on any thread.</summary>
internal sealed class Uploads(FilesSettings settings, IFileStore store, FileVault vault, TimeProvider time)
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Upload> _uploads = [];

    public Upload? Find(string transferId)
    {
        lock (_lock)
        {
            return _uploads.GetValueOrDefault(transferId);
        }
    }

    /// <summary>Begins an upload, in the place of an earlier one of the same transfer.</summary>
    /// <exception cref="UploadException">It may not begin.</exception>
    public async Task<Upload> BeginAsync(FilePath path, AccountAddress sender, AccountAddress receiver, long size)
    {
        var used = await store.UsedBytesAsync(sender);
        var upload = new Upload(path, sender, receiver, size, vault, time);
        while (TryAdd(upload, used) is { } inTheWay)
        {
            await EndAsync(inTheWay);
        }

        try
        {
            // Whoever had the place before may have left it because his file is complete.
            return await store.FindAsync(path.TransferId) is null ? upload : throw new UploadException(UploadFailure.Foreign);
        }
        catch
        {
            await EndAsync(upload);
            throw;
        }
    }

    /// <summary>Ends an upload.</summary>
    /// <returns>Whether it was under way; a complete one stays.</returns>
    public async Task<bool> EndAsync(Upload upload)
    {
        var wasUnderWay = await upload.EndAsync();
        lock (_lock)
        {
            if (_uploads.GetValueOrDefault(upload.Path.TransferId) == upload)
            {
                _uploads.Remove(upload.Path.TransferId);
            }
        }

        return wasUnderWay;
    }

    /// <summary>Ends all.</summary>
    public Task EndAllAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll([.. _uploads.Values.Select(EndAsync)]);
        }
    }

    /// <summary>Ends those of which nothing has come for an hour.</summary>
    public Task EndIdleAsync()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            return Task.WhenAll([.. _uploads.Values.Where(u => u.IsIdle && now - u.LastActive >= MaxIdle).Select(EndAsync)]);
        }
    }

    /// <returns><c>null</c>, or what has to end before.</returns>
    private Upload? TryAdd(Upload upload, long used)
    {
        lock (_lock)
        {
            if (_uploads.TryGetValue(upload.Path.TransferId, out var earlier))
            {
                return earlier.Sender == upload.Sender ? earlier : throw new UploadException(UploadFailure.Foreign);
            }

            var own = _uploads.Values.Where(u => u.Sender == upload.Sender).ToList();
            if (own.Count >= settings.MaxUploads)
            {
                return own.Where(u => u.IsIdle).MinBy(u => u.LastActive) ?? throw new UploadException(UploadFailure.TooMany);
            }

            if (used + own.Sum(u => u.Size) + upload.Size > settings.QuotaBytes)
            {
                throw new UploadException(UploadFailure.OverQuota);
            }

            _uploads.Add(upload.Path.TransferId, upload);
            return null;
        }
    }
}
