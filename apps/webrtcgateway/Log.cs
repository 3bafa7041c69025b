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

    [LoggerMessage(5, LogLevel.Information, "Browser {Address} connected with {Protocol}")]
    public static partial void LogConnected(this ILogger logger, string address, string protocol);

    [LoggerMessage(6, LogLevel.Information, "Browser {Address} has gone")]
    public static partial void LogDisconnected(this ILogger logger, string address);

    [LoggerMessage(7, LogLevel.Information, "Account {Account} is registered")]
    public static partial void LogRegistered(this ILogger logger, string account);

    [LoggerMessage(8, LogLevel.Information, "Account {Account} is not registered: {Reason}")]
    public static partial void LogNotRegistered(this ILogger logger, string account, string reason);

    [LoggerMessage(9, LogLevel.Information, "Call {CallId} from {Caller} to {Callee} begins, session {Session}")]
    public static partial void LogCallBegins(this ILogger logger, string callId, string caller, string callee, string session);

    [LoggerMessage(10, LogLevel.Information, "Call {CallId} from {Caller} to {Callee} ended {Answered} after {Seconds} s: {Reason}")]
    public static partial void LogCallEnded(this ILogger logger, string callId, string caller, string callee, string answered, long seconds, string reason);
}
