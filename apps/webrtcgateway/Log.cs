using Microsoft.Extensions.Logging;

namespace Sylk.WebRtcGateway;

/// <summary>Log lines of the gateway.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A {Request} of a browser failed")]
    public static partial void LogRequestFailed(this ILogger logger, Exception exception, string request);

    [LoggerMessage(2, LogLevel.Debug, "A message of a browser is no request and was ignored")]
    public static partial void LogMessageIgnored(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "Call {CallId} failed inside the gateway and was ended")]
    public static partial void LogCallFailed(this ILogger logger, Exception exception, string callId);

    [LoggerMessage(4, LogLevel.Information, "Call {CallId}: media failed: {Detail}")]
    public static partial void LogMediaFailed(this ILogger logger, string callId, string detail);
}
