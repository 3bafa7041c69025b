using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Messages;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Takes files that have just become complete, and has both parties told.</summary>
internal sealed class FileSender(FilesSettings settings, KeptFiles files, SignedUrls urls, FileMessages messages, TimeProvider time, ILogger logger)
{
    /// <summary>From here on a file is kept for the shorter time.</summary>
    private const long LargeSize = 50 * 1024 * 1024;

    /// <exception cref="UploadException">The transfer id was taken meanwhile.</exception>
    public async Task SendAsync(Upload upload, string contentType, string hash)
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
        if (!await files.AddAsync(record))
        {
            throw new UploadException(UploadFailure.Foreign);
        }

        logger.LogFileStored(record.TransferId, record.Sender, record.Receiver, record.Size);

        // What is complete is told even if its sender does not wait for it.
        await TellAsync(record, CancellationToken.None);
    }

    /// <summary>Tells both parties of a file.</summary>
    public Task TellAsync(FileRecord record, CancellationToken cancellationToken) => messages.SendAsync(TransferOf(record), cancellationToken);

    /// <summary>The path under which a file is fetched.</summary>
    public static FilePath PathOf(FileRecord record) =>
        new(AccountHash.Of(record.Sender), AccountHash.Of(record.Receiver), record.TransferId, record.FileName);

    private FileTransfer TransferOf(FileRecord record) => new(
        record.TransferId, record.Sender.ToString(), record.Receiver.ToString(), record.FileName, record.ContentType, record.Size, MessageTime.Of(record.Created),
        MessageTime.Of(record.Created.AddDays(settings.ExpireDays)), urls.Make(SignedUrls.Download, PathOf(record), record.Expires), record.Hash);
}
