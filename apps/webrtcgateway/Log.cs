using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;

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

    [LoggerMessage(11, LogLevel.Information, "A {Request} of a browser was refused: the store is not available: {Reason}")]
    public static partial void LogStoreFailed(this ILogger logger, string request, string reason);

    [LoggerMessage(20, LogLevel.Debug, "Message {MessageId} from {Sender} to {Receiver} was sent: {Status}")]
    public static partial void LogSent(this ILogger logger, string messageId, AccountAddress sender, AccountAddress receiver, int status);

    [LoggerMessage(21, LogLevel.Information, "Message {MessageId} from {Sender} to {Receiver} was not delivered: {Response}")]
    public static partial void LogNotSent(this ILogger logger, string messageId, AccountAddress sender, AccountAddress receiver, string response);

    [LoggerMessage(22, LogLevel.Debug, "Message {MessageId} from {Sender} to {Receiver} has come")]
    public static partial void LogReceived(this ILogger logger, string messageId, AccountAddress sender, AccountAddress receiver);

    [LoggerMessage(23, LogLevel.Debug, "Message {MessageId} from {Sender} is for nobody who is known here: {Receiver}")]
    public static partial void LogReceiverUnknown(this ILogger logger, string messageId, AccountAddress sender, AccountAddress receiver);

    [LoggerMessage(24, LogLevel.Information, "A message for {Receiver} could not be stored and was refused: {Reason}")]
    public static partial void LogNotStored(this ILogger logger, string receiver, string reason);

    [LoggerMessage(25, LogLevel.Information, "What became of message {MessageId} of {Sender} could not be stored: {Reason}")]
    public static partial void LogNotReported(this ILogger logger, string messageId, AccountAddress sender, string reason);

    [LoggerMessage(26, LogLevel.Information, "The login of {Account} could not be stored; what waits to be sent waits on: {Reason}")]
    public static partial void LogNotResumed(this ILogger logger, AccountAddress account, string reason);

    [LoggerMessage(27, LogLevel.Information, "{Count} messages of {Account} that were not sent before go out now")]
    public static partial void LogResumed(this ILogger logger, int count, AccountAddress account);

    [LoggerMessage(31, LogLevel.Warning, "What waits to be sent since the last stop could not be read; it waits for the logins of its senders: {Reason}")]
    public static partial void LogNoneResumed(this ILogger logger, string reason);

    [LoggerMessage(28, LogLevel.Error, "Sending message {MessageId} of {Sender} failed inside the gateway")]
    public static partial void LogSendFailed(this ILogger logger, Exception exception, string messageId, AccountAddress sender);

    [LoggerMessage(29, LogLevel.Error, "Taking a message for {Receiver} failed inside the gateway")]
    public static partial void LogReceiveFailed(this ILogger logger, Exception exception, string receiver);

    [LoggerMessage(30, LogLevel.Debug, "The phones of {Account} were told {ContentType}: {Status}")]
    public static partial void LogPhonesTold(this ILogger logger, string contentType, SipUri account, int status);
}
