using Sylk.Abstractions.Configuration;

namespace Sylk.Server.Configuration;

/// <summary><c>[log]</c></summary>
internal sealed class LogSettings
{
    [Setting("Least level that is written. The signal SIGUSR1 switches `debug` on and off. Taken over on SIGHUP.", Live = true)]
    public LogThreshold Level { get; init; } = LogThreshold.Info;

    [Setting("Lines for people or JSON objects, one each line.")]
    public LogFormat Format { get; init; } = LogFormat.Text;
}

/// <summary>Levels of the log.</summary>
internal enum LogThreshold
{
    Debug,
    Info,
    Warning,
    Error,
    Critical,
}

/// <summary>Forms of the log.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
