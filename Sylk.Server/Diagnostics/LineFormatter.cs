using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Sylk.Server.Diagnostics;

/// <summary>One line for each record: <c>TIME LEVEL [component] message</c>. Exceptions follow on lines of their own.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(LevelName(logEntry.LogLevel));
        textWriter.Write(" [");
        textWriter.Write(Component(logEntry.Category));
        textWriter.Write("] ");

        // A message may quote what a peer sent: it must not be able to forge lines.
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, null).ReplaceLineEndings(" "));
        if (logEntry.Exception is not null)
        {
            textWriter.WriteLine(logEntry.Exception.ToString());
        }
    }

    /// <summary>Applications go by their id, everything else by the last part of its name.</summary>
    private static string Component(string category)
    {
        const string Applications = "Sylk.Applications.";
        if (category.StartsWith(Applications, StringComparison.Ordinal))
        {
            return category[Applications.Length..].Split('.', 2)[0];
        }

        return category[(category.LastIndexOf('.') + 1)..];
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG   ",
        LogLevel.Information => "INFO    ",
        LogLevel.Warning => "WARNING ",
        LogLevel.Error => "ERROR   ",
        _ => "CRITICAL",
    };
}
