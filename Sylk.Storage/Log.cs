using Microsoft.Extensions.Logging;

namespace Sylk.Storage;

/// <summary>Log lines of the store; event ids 1 to 19 the database, 20 on housekeeping.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The store is {Database}")]
    public static partial void LogOpened(this ILogger logger, string database);

    [LoggerMessage(2, LogLevel.Warning, "The store does not answer: {Reason}")]
    public static partial void LogDown(this ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "The store answers again")]
    public static partial void LogUp(this ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "The store was brought to version {Version}")]
    public static partial void LogMigrated(this ILogger logger, long version);

    [LoggerMessage(5, LogLevel.Error, "An operation of the store failed in an unforeseen way")]
    public static partial void LogFailed(this ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Information, "Housekeeping removed {Entries} journal entries, {Tokens} API tokens and {Spooled} waiting messages whose time was over")]
    public static partial void LogRetired(this ILogger logger, long entries, long tokens, long spooled);

    [LoggerMessage(21, LogLevel.Warning, "Housekeeping ended early: {Reason}")]
    public static partial void LogHousekeepingFailed(this ILogger logger, string reason);
}
