using System.Text;

namespace Sylk.WebRtcGateway.Logins;

/// <summary>The lines of an IMAP connection (RFC 9051 section 2.2), of which neither may be long nor many.</summary>
internal sealed class ImapStream(Stream stream)
{
    private const int MaxLine = 8 * 1024;
    private const int MaxLines = 200;

    private readonly byte[] _buffer = new byte[MaxLine];
    private int _length;
    private int _lines;

    public Task WriteAsync(string text, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    /// <summary>The next line, without its end.</summary>
    /// <exception cref="IOException">There is none, or it has no end.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _length).IndexOf("\r\n"u8)) < 0)
        {
            var read = _length == MaxLine ? 0 : await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            _length += read > 0 ? read : throw new IOException("the mail server's line has no end");
        }

        if (++_lines > MaxLines)
        {
            throw new IOException("the mail server says too much");
        }

        var line = Encoding.UTF8.GetString(_buffer, 0, end);
        _length -= end + 2;
        _buffer.AsSpan(end + 2, _length).CopyTo(_buffer);
        return line;
    }
}
