using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>Writes messages in their wire form, Content-Length included.</summary>
public static class SipMessageWriter
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>The message as an array of its own.</summary>
    public static byte[] ToArray(SipMessage message)
    {
        var scratch = _scratch ??= new(2048);
        scratch.ResetWrittenCount();
        Write(message, scratch);
        var bytes = scratch.WrittenSpan.ToArray();
        if (scratch.Capacity > 64 * 1024)
        {
            _scratch = null;
        }

        return bytes;
    }

    /// <summary>About how long a message is, without writing it; text outside ASCII counts too little.</summary>
    public static int EstimateLength(SipMessage message)
    {
        var length = 64 + message.Body.Length;
        foreach (var header in message.Headers)
        {
            length += header.Name.Length + header.Value.Length + 4;
        }

        return length;
    }

    public static void Write(SipMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case SipRequest request:
                Text(output, request.Method);
                output.Write(" "u8);
                Text(output, request.RequestUri.ToString());
                output.Write(" SIP/2.0\r\n"u8);
                break;
            case SipResponse response:
                output.Write("SIP/2.0 "u8);
                Number(output, response.StatusCode);
                output.Write(" "u8);
                Text(output, response.ReasonPhrase.ReplaceLineEndings(" "));
                output.Write("\r\n"u8);
                break;
            default:
                throw new ArgumentException("Neither a request nor a response.", nameof(message));
        }

        foreach (var header in message.Headers)
        {
            if (header.Name != "Content-Length")
            {
                Text(output, header.Name);
                output.Write(": "u8);
                Text(output, header.Value);
                output.Write("\r\n"u8);
            }
        }

        output.Write("Content-Length: "u8);
        Number(output, message.Body.Length);
        output.Write("\r\n\r\n"u8);
        output.Write(message.Body.Span);
    }

    private static void Text(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private static void Number(IBufferWriter<byte> output, int value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(16), out var written);
        output.Advance(written);
    }
}
