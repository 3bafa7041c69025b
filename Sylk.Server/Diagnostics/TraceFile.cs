using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions;

namespace Sylk.Server.Diagnostics;

/// <summary>A trace file. Writing never waits: when the disk is slower than the wire, records are left out and counted.</summary>
internal sealed partial class TraceFile : IWireTrace, IAsyncDisposable
{
    private const int MaxQueued = 4096;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<string> _records = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Task _writing;
    private long _number;
    private long _leftOut;

    public TraceFile(string directory, string name, bool enabled, TimeProvider time, ILogger logger)
    {
        _path = Path.Combine(directory, $"{name}_trace.log");
        _time = time;
        _logger = logger;
        IsEnabled = enabled;
        _writing = Task.Run(WriteAsync);
    }

    public bool IsEnabled { get; set; }

    public void Write(bool incoming, string peer, string text)
    {
        if (!IsEnabled)
        {
            return;
        }

        var number = Interlocked.Increment(ref _number);
        var record = string.Create(CultureInfo.InvariantCulture,
            $"{_time.GetLocalNow():yyyy-MM-dd HH:mm:ss.ffffff} #{number} {(incoming ? "INCOMING" : "OUTGOING")} {peer}\n{text.TrimEnd()}\n\n");
        if (!_records.Writer.TryWrite(record))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        StreamWriter? file = null;
        try
        {
            while (await _records.Reader.WaitToReadAsync())
            {
                file ??= Open();
                while (_records.Reader.TryRead(out var record))
                {
                    await file.WriteAsync(record);
                }

                if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var count)
                {
                    await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"({count} records left out)\n\n"));
                }

                await file.FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not stop calls; the trace alone ends.
            IsEnabled = false;
            _records.Writer.TryComplete();
            LogFailed(e, _path);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var stream = new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        return new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Error, Message = "The trace {Path} ends")]
    private partial void LogFailed(Exception exception, string path);
}
