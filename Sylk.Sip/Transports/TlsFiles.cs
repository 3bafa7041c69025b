namespace Sylk.Sip.Transports;

/// <summary>What was read from files, read again when they have changed.</summary>
/// <param name="files">Their paths.</param>
/// <param name="read">Reads them; throws <see cref="IOException"/>.</param>
/// <param name="failed">Told, once for each change of the files, why they cannot be used.</param>
internal sealed class TlsFiles<T>(string[] files, Func<T> read, Action<string> failed)
    where T : class
{
    private readonly Lock _lock = new();
    private T _current = read();
    private string _stamp = Stamp(files);
    private string? _failed;

    public T Current
    {
        get
        {
            lock (_lock)
            {
                var stamp = Stamp(files);
                if (stamp != _stamp)
                {
                    try
                    {
                        _current = read();
                        _stamp = stamp;
                    }
                    catch (IOException e) when (stamp != _failed)
                    {
                        _failed = stamp;
                        failed(e.Message);
                    }
                    catch (IOException)
                    {
                        // Told before. Perhaps half of the files are there; the next handshake will see.
                    }
                }

                return _current;
            }
        }
    }

    private static string Stamp(string[] files)
    {
        try
        {
            return string.Join('|', files.Select(f => File.ResolveLinkTarget(f, true)?.FullName ?? f)
                .Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {new FileInfo(f).Length}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
