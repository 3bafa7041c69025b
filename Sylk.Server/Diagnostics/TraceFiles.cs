using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions;

namespace Sylk.Server.Diagnostics;

/// <summary>The trace files of the server, one for each name.</summary>
internal sealed class TraceFiles(string directory, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TraceFile> _files = new(StringComparer.Ordinal);

    /// <param name="name">Letters and underscores.</param>
    /// <param name="enabled">Whether it is switched on.</param>
    public IWireTrace Open(string name, bool enabled)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetter(c) || c == '_'))
        {
            throw new ArgumentException($"'{name}' is not a name of letters and underscores.", nameof(name));
        }

        var file = _files.GetOrAdd(name, n => new(directory, n, enabled, time, loggers.CreateLogger<TraceFile>()));
        file.IsEnabled = enabled;
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
        {
            await file.DisposeAsync();
        }
    }
}
