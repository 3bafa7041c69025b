using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Files that are complete. A file is there from the moment the store knows of it.</summary>
internal sealed class CompleteFiles(FilesSettings settings, IFileStore store, FileVault vault, SignedUrls urls, IFileMessages messages, TimeProvider time, ILogger logger)
{
    /// <summary>From here on a file is kept for the shorter time.</summary>
    private const long LargeSize = 50 * 1024 * 1024;

    public ValueTask<FileRecord?> FindAsync(string transferId) => store.FindAsync(transferId);

    /// <summary>Takes a file that has just become complete, and tells both parties.</summary>
    public async Task AddAsync(Upload upload, string contentType, string hash)
    {
        var now = time.GetUtcNow();
        var record = new FileRecord
        {
            TransferId = upload.Path.TransferId,
            Sender = upload.Sender,
            Receiver = upload.Receiver,
            FileName = upload.Path.FileName,
            ContentType = contentType,
            Size = upload.Size,
            Hash = hash,
            Created = now,
            Expires = now.AddDays(settings.ExpireDays * (upload.Size >= LargeSize ? 1 : 2)),
        };
        if (!await store.AddAsync(record))
        {
            throw new UploadException(UploadFailure.Foreign);
        }

        logger.LogFileStored(record.TransferId, record.Sender, record.Receiver, record.Size);
        await TellAsync(record, CancellationToken.None);
    }

    /// <summary>Tells both parties of a file.</summary>
    public Task TellAsync(FileRecord record, CancellationToken cancellationToken) => messages.SendAsync(TransferOf(record), cancellationToken);

    /// <summary>Removes a file; only its sender may.</summary>
    public async Task RemoveAsync(string transferId, AccountAddress sender)
    {
        if (await store.FindAsync(transferId) is { } record && record.Sender == sender)
        {
            await RemoveAsync(record);
        }
    }

    /// <summary>Removes a file. The store forgets it last: what is left half done is done again.</summary>
    public async Task RemoveAsync(FileRecord record)
    {
        vault.Delete(record.TransferId);
        await store.RemoveAsync(record.TransferId);
    }

    /// <summary>The path under which a file is fetched.</summary>
    public static FilePath PathOf(FileRecord record) =>
        new(AccountHash.Of(record.Sender), AccountHash.Of(record.Receiver), record.TransferId, record.FileName);

    private FileTransfer TransferOf(FileRecord record) => new(
        record.TransferId, record.Sender.ToString(), record.Receiver.ToString(), record.FileName, record.ContentType, record.Size, MessageTime.Of(record.Created),
        MessageTime.Of(record.Created.AddDays(settings.ExpireDays)),
        urls.Make(SignedUrls.Download, PathOf(record), record.Expires), record.Hash);
}
