using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Files that are complete. A file is there from the moment the store knows of it.</summary>
internal sealed class KeptFiles(IFileStore store, FileVault vault)
{
    public ValueTask<FileRecord?> FindAsync(string transferId) => store.FindAsync(transferId);

    /// <summary>The file behind a record, or <c>null</c>.</summary>
    public FileInfo? Open(FileRecord record) => vault.Find(record.TransferId);

    /// <summary>Takes a file that is in the vault.</summary>
    /// <returns>Whether its id was free.</returns>
    public ValueTask<bool> AddAsync(FileRecord record) => store.AddAsync(record);

    /// <summary>Removes a file if it is there and was sent by the account that wants it gone.</summary>
    public async Task RemoveAsync(string transferId, AccountAddress sender)
    {
        if (FilePath.IsId(transferId) && await store.FindAsync(transferId) is { } record && record.Sender == sender)
        {
            await RemoveAsync(record);
        }
    }

    /// <summary>Removes files whose time is over.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var expired = await store.ExpiredAsync(now, limit, cancellationToken);
        foreach (var record in expired)
        {
            await RemoveAsync(record);
        }

        return expired.Count;
    }

    /// <summary>The store forgets a file last: what is left half done is done again.</summary>
    private async Task RemoveAsync(FileRecord record)
    {
        vault.Delete(record.TransferId);
        await store.RemoveAsync(record.TransferId);
    }
}
