using System.Buffers;

namespace Sylk.Sip.Parsing;

/// <summary>What <see cref="SipStreamFramer.Read"/> found.</summary>
public enum SipFrame
{
    /// <summary>More bytes are needed.</summary>
    None,

    /// <summary>A message, headers and body.</summary>
    Message,

    /// <summary>CRLF between messages: a pong, if one is awaited (RFC 5626 section 4.4.1).</summary>
    Crlf,

    /// <summary>The second CRLF in a row: a ping, to be answered with CRLF.</summary>
    Ping,

    /// <summary>Where the next message begins can no longer be told; the stream is to be closed.</summary>
    Error,
}

/// <summary>Cuts a byte stream into messages (RFC 3261 section 18.3). Memory is taken for bytes that have arrived, never for
/// bytes that a Content-Length promises.</summary>
public sealed class SipStreamFramer(SipLimits limits) : IDisposable
{
    private const int MinimumRead = 2048;

    private byte[] _buffer = [];
    private int _start, _end;
    private int _scanned;
    private int _messageLength;
    private bool _afterCrlf;
    private bool _isBroken;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool HasPartialMessage => _end > _start;

    /// <summary>Bytes of memory held.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>Where the next bytes are to be received; valid until the next call of any member.</summary>
    public Memory<byte> GetMemory()
    {
        if (_buffer.Length - _end < MinimumRead)
        {
            MakeRoom();
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Tells how many bytes were received into <see cref="GetMemory"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Takes the next frame. Called until it gives <see cref="SipFrame.None"/> or <see cref="SipFrame.Error"/>.</summary>
    /// <param name="message">For <see cref="SipFrame.Message"/>: the bytes, valid until the next call of any member.</param>
    /// <param name="error">For <see cref="SipFrame.Error"/>: the fault, with an answer where one is possible.</param>
    public SipFrame Read(out ReadOnlySpan<byte> message, out SipParseError? error)
    {
        message = default;
        error = null;
        if (_isBroken)
        {
            return SipFrame.None;
        }

        if (_messageLength == 0)
        {
            if (_end - _start >= 2 && Pending.StartsWith("\r\n"u8))
            {
                Consume(2);
                _afterCrlf = !_afterCrlf;
                return _afterCrlf ? SipFrame.Crlf : SipFrame.Ping;
            }

            error = FindLength();
            if (error is not null)
            {
                _isBroken = true;
                return SipFrame.Error;
            }
        }

        if (_messageLength == 0 || _end - _start < _messageLength)
        {
            return SipFrame.None;
        }

        message = Pending[.._messageLength];
        Consume(_messageLength);
        _afterCrlf = false;
        return SipFrame.Message;
    }

    /// <summary>Gives the memory back while nothing is pending.</summary>
    public void Trim()
    {
        if (!HasPartialMessage)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _start = _end = _scanned = 0;
    }

    private ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    private SipParseError? FindLength()
    {
        var from = Math.Max(_scanned - 3, 0);
        var end = Pending[from..].IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _scanned = Pending.Length;
            return Pending.Length > limits.MaxHeaderBytes ? new("the headers are too long", limits.MaxHeaderBytes) : null;
        }

        var headers = Pending[..(from + end + 4)];
        if (headers.Length > limits.MaxHeaderBytes)
        {
            return new("the headers are too long", limits.MaxHeaderBytes);
        }

        if (FindContentLength(headers) is not { } length)
        {
            return SipMessageParser.Refuse(headers, limits, "no Content-Length", 400);
        }

        if (length > limits.MaxBodyBytes)
        {
            return SipMessageParser.Refuse(headers, limits, "the body is too large", 413);
        }

        _messageLength = headers.Length + length;
        return null;
    }

    /// <summary>The length, or <c>null</c> where it is missing, malformed or ambiguous.</summary>
    private int? FindContentLength(ReadOnlySpan<byte> headers)
    {
        int? length = null;
        var lines = new HeaderLines(headers, limits.MaxLineBytes);
        lines.MoveNext();
        while (lines.MoveNext())
        {
            if (lines.Current is not [(byte)'C' or (byte)'c' or (byte)'L' or (byte)'l', ..]
                || !HeaderLine.TryParse(lines.Current, lines.IsFolded, out var header) || header.Name != "Content-Length")
            {
                continue;
            }

            if (length is not null || !SipMessageParser.TryParseLength(header.Value, out var value))
            {
                return null;
            }

            length = value;
        }

        return lines.Fault is null ? length : null;
    }

    private void Consume(int count)
    {
        _start += count;
        _scanned = 0;
        _messageLength = 0;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    private void MakeRoom()
    {
        var pending = _end - _start;
        var target = _buffer.Length - pending >= MinimumRead ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(pending * 2, pending + MinimumRead));
        Buffer.BlockCopy(_buffer, _start, target, 0, pending);
        if (!ReferenceEquals(target, _buffer))
        {
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = target;
        }

        _start = 0;
        _end = pending;
    }
}
