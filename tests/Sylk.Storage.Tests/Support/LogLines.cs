using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Sylk.Storage.Tests.Support;

/// <summary>Keeps the lines of a log.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>Waits for the next line.</summary>
    public ValueTask<string> NextAsync() => _lines.Reader.ReadAsync();

    /// <summary>The lines that wait now.</summary>
    public List<string> Rest()
    {
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite($"{logLevel}: {formatter(state, exception)}");

    public void Dispose()
    {
        // It has nothing to give back.
    }
}
