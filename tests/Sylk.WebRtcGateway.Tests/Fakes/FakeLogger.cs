using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Keeps the lines an operator sees.</summary>
internal sealed class FakeLogger : ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>The next line that begins so.</summary>
    public async Task<string> NextAsync(string start)
    {
        while (true)
        {
            var line = await Deadline.Read(_lines.Reader);
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite(formatter(state, exception));
}
