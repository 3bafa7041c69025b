using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Parsing;

/// <summary>Reads a whole message (RFC 3261 sections 7 and 25): a datagram, or what <see cref="SipStreamFramer"/> cut out of
/// a stream. Never throws on input.</summary>
public static class SipMessageParser
{
    /// <param name="data">The message. Bytes beyond its Content-Length are ignored (RFC 3261 section 18.3).</param>
    /// <param name="limits">What is taken in.</param>
    /// <param name="message">The message; its body is a copy.</param>
    /// <param name="error">Why it is none, with an answer if it was a request.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> data, SipLimits limits, [NotNullWhen(true)] out SipMessage? message, [NotNullWhen(false)] out SipParseError? error)
    {
        message = null;
        error = null;
        var lines = new HeaderLines(data, limits.MaxLineBytes);
        lines.SkipEmptyLines();
        if (!lines.MoveNext() || lines.IsFolded)
        {
            error = new(lines.Fault ?? "the start line is missing or folded", lines.Offset);
            return false;
        }

        var start = StartLine.Parse(lines.Current);
        if (start.Fault is not null)
        {
            error = new(start.Fault, lines.Offset) { StatusCode = start.FaultStatus };
        }

        var headers = new SipHeaders();
        int? contentLength = null;
        while (lines.MoveNext())
        {
            if (!HeaderLine.TryParse(lines.Current, lines.IsFolded, out var header))
            {
                error ??= new("a header line is malformed", lines.Offset);
            }
            else if (header.Name != "Content-Length")
            {
                headers.AddParsed(header.Name, header.Value);
            }
            else if (contentLength is null && TryParseLength(header.Value, out var length))
            {
                contentLength = length;
            }
            else
            {
                error ??= new(contentLength is null ? "Content-Length is malformed" : "Content-Length is there twice", lines.Offset);
            }

            if (headers.Count > limits.MaxHeaders || lines.Offset > limits.MaxHeaderBytes)
            {
                error = new("there are too many headers", lines.Offset) { StatusCode = 513 };
                break;
            }
        }

        if (lines.Fault is not null)
        {
            error ??= new(lines.Fault, lines.Offset);
        }

        if (error is null)
        {
            error = TryTakeBody(data[lines.BodyOffset..], contentLength, limits, lines.BodyOffset, out var body);
            message = error is null ? Assemble(start, headers, body, out error) : null;
        }

        if (error is not null)
        {
            error = error with { Answer = BadRequestAnswer.For(start.Method, headers, error) };
            return false;
        }

        return message is not null;
    }

    /// <summary>The error for a message whose end cannot be told, with an answer if its headers allow one.</summary>
    internal static SipParseError Refuse(ReadOnlySpan<byte> headerBlock, SipLimits limits, string reason, int statusCode)
    {
        var error = new SipParseError(reason, 0) { StatusCode = statusCode };
        return TryParse(headerBlock, limits, out var message, out var own)
            ? error with { Answer = message is SipRequest request ? BadRequestAnswer.For(request.Method, request.Headers, error) : null }
            : own;
    }

    /// <summary>Reads a Content-Length; no sign, no blanks, nothing beyond 2^31.</summary>
    internal static bool TryParseLength(ReadOnlySpan<char> text, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length);

    private static SipParseError? TryTakeBody(
        ReadOnlySpan<byte> rest, int? contentLength, SipLimits limits, int offset, out ReadOnlyMemory<byte> body)
    {
        body = default;
        var length = contentLength ?? rest.Length;
        if (length > limits.MaxBodyBytes)
        {
            return new("the body is too large", offset) { StatusCode = 413 };
        }

        if (length > rest.Length)
        {
            return new("the body is shorter than Content-Length", offset);
        }

        body = length == 0 ? default : rest[..length].ToArray();
        return null;
    }

    private static SipMessage? Assemble(StartLine start, SipHeaders headers, ReadOnlyMemory<byte> body, out SipParseError? error)
    {
        if (start.StatusCode != 0)
        {
            var response = new SipResponse(start.StatusCode, start.ReasonPhrase, headers) { Body = body };
            error = MandatoryHeaders.FindFault((SipMessage)response) is { } responseFault ? new(responseFault, 0) : null;
            return error is null ? response : null;
        }

        var request = new SipRequest(start.Method!, start.RequestUri!, headers) { Body = body };
        error = null;
        if (MandatoryHeaders.FindFault(request) is { } fault)
        {
            // RFC 4475 section 3.1.2.18 prefers 501 where the method is unknown and CSeq names another one.
            var isUnknownMethod = !SipMethods.IsKnown(request.Method) && request.CSeq is { } cseq && cseq.Method != request.Method;
            error = new(fault, 0) { StatusCode = isUnknownMethod ? 501 : 400 };
        }

        return error is null ? request : null;
    }
}
