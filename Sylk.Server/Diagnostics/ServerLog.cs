using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sylk.Server.Configuration;

namespace Sylk.Server.Diagnostics;

/// <summary>Sets up the log.</summary>
internal static class ServerLog
{
    public static ILoggerFactory Create(LogFormat format, LogLevelSwitch levels, TimeProvider time) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(LogLevel.Trace).AddFilter((_, category, level) => levels.IsEnabled(category, level));
        if (format == LogFormat.Json)
        {
            builder.AddJsonConsole(o =>
            {
                o.TimestampFormat = "O";
                o.UseUtcTimestamp = true;
            });
            return;
        }

        builder.Services.AddSingleton(time);
        builder.AddConsole(o => o.FormatterName = LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
    });
}
