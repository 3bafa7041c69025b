using Microsoft.Extensions.Logging;

namespace Sylk.Sip.Tests.Support;

/// <summary>Keeps what is logged, from warnings on.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    public Log<string> Lines { get; } = new("log line");

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Add(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
