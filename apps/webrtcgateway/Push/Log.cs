using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Push;

/// <summary>Log lines about push. Tokens are secrets and stay out of them.</summary>
internal static partial class Log
{
    [LoggerMessage(110, LogLevel.Debug, "A {Platform} device of {Account} is being woken")]
    public static partial void LogPushSent(this ILogger logger, AccountAddress account, string platform);

    [LoggerMessage(111, LogLevel.Warning, "The push server refused to wake a {Platform} device of {Account}: {StatusCode} {Reason}")]
    public static partial void LogPushRefused(this ILogger logger, AccountAddress account, string platform, int statusCode, string reason);

    [LoggerMessage(112, LogLevel.Warning, "The push server cannot be reached for a device of {Account}: {Reason}")]
    public static partial void LogPushServerUnavailable(this ILogger logger, AccountAddress account, string reason);

    [LoggerMessage(113, LogLevel.Warning, "A device of {Account} was not woken in {Attempts} attempts")]
    public static partial void LogPushGivenUp(this ILogger logger, AccountAddress account, int attempts);

    [LoggerMessage(114, LogLevel.Warning, "Too many devices wait to be woken; one of {Account} was not")]
    public static partial void LogPushDropped(this ILogger logger, AccountAddress account);

    [LoggerMessage(115, LogLevel.Information, "The token of a {Platform} device of {Account} has expired and was forgotten")]
    public static partial void LogPushTokenExpired(this ILogger logger, AccountAddress account, string platform);

    [LoggerMessage(117, LogLevel.Error, "A device of {Account} cannot be woken")]
    public static partial void LogPushFailed(this ILogger logger, Exception exception, AccountAddress account);

    [LoggerMessage(116, LogLevel.Warning, "The devices of {Account} cannot be read or changed: {Reason}")]
    public static partial void LogPushTokensUnavailable(this ILogger logger, AccountAddress account, string reason);
}
