using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Files;

/// <summary>Log lines about files. Their names and URLs stay out of them.</summary>
internal static partial class Log
{
    [LoggerMessage(120, LogLevel.Information, "File {TransferId} from {Sender} to {Receiver} is here, {Size} bytes")]
    public static partial void LogFileStored(this ILogger logger, string transferId, AccountAddress sender, AccountAddress receiver, long size);

    [LoggerMessage(121, LogLevel.Error, "A file cannot be stored: {Reason}")]
    public static partial void LogFileNotWritten(this ILogger logger, string reason);

    [LoggerMessage(122, LogLevel.Information, "{Count} files were deleted, because their time was over")]
    public static partial void LogFilesExpired(this ILogger logger, int count);

    [LoggerMessage(123, LogLevel.Warning, "Files whose time is over cannot be deleted: {Reason}")]
    public static partial void LogHousekeepingFailed(this ILogger logger, string reason);
}
