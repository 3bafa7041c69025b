using Microsoft.Extensions.Logging;
using Sylk.Server.Configuration;

namespace Sylk.Server.Diagnostics;

/// <summary>The least level that is logged; it can be changed while running.</summary>
internal sealed class LogLevelSwitch(LogThreshold configured, bool debug)
{
    /// <summary>As long as it is on, each request has an activity and log scopes, which an idle WebSocket keeps for ever. It says
    /// nothing above Information; what an application throws the web server logs too.</summary>
    private const string RequestDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private volatile LogLevel _configured = LevelOf(configured);
    private volatile bool _debug = debug;

    public bool IsDebug => _debug;

    /// <summary>Takes another level from the settings.</summary>
    public void Configure(LogThreshold threshold) => _configured = LevelOf(threshold);

    /// <summary>Switches debug on or off.</summary>
    public void Toggle() => _debug = !_debug;

    public bool IsEnabled(string? category, LogLevel level)
    {
        if (category == RequestDiagnostics)
        {
            return false;
        }

        var least = _debug ? LogLevel.Debug : _configured;
        return level >= (IsFramework(category) && least < LogLevel.Warning ? LogLevel.Warning : least);
    }

    private static LogLevel LevelOf(LogThreshold threshold) => threshold switch
    {
        LogThreshold.Debug => LogLevel.Debug,
        LogThreshold.Info => LogLevel.Information,
        LogThreshold.Warning => LogLevel.Warning,
        LogThreshold.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    /// <summary>The web server speaks of every connection and request; only its complaints concern an operator.</summary>
    private static bool IsFramework(string? category) => category is not null && category.StartsWith("Microsoft.", StringComparison.Ordinal);
}
