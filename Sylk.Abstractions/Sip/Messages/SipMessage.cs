using System.Globalization;

namespace Sylk.Abstractions.Sip;

/// <summary>A SIP message (RFC 3261 section 7): headers and body. Typed members are views of
/// <see cref="Headers"/>, and <c>null</c> where a header is absent or malformed; the host hands over only messages whose
/// mandatory headers are right.</summary>
/// <remarks>Mutable and not safe for concurrent use. Who receives a message owns it.</remarks>
public abstract class SipMessage
{
    private Parsed<NameAddress?> _from, _to, _contact;
    private Parsed<CSeqHeader?> _cseq;
    private Parsed<ViaHeader?> _via;

    private protected SipMessage(SipHeaders headers) => Headers = headers;

    /// <summary>Header fields in order.</summary>
    public SipHeaders Headers { get; }

    /// <summary>The body; empty if there is none. <c>Content-Length</c> is written by the transport.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Call-ID, or the empty text.</summary>
    public string CallId => Headers["Call-ID"] ?? "";

    /// <summary>From.</summary>
    public NameAddress? From => _from.Of(Headers["From"], ParseAddress);

    /// <summary>To.</summary>
    public NameAddress? To => _to.Of(Headers["To"], ParseAddress);

    /// <summary>First Contact that is an address.</summary>
    public NameAddress? Contact => _contact.Of(Headers.First("Contact"), ParseAddress);

    /// <summary>CSeq.</summary>
    public CSeqHeader? CSeq => _cseq.Of(Headers["CSeq"], static text => CSeqHeader.TryParse(text, out var value) ? value : null);

    /// <summary>Topmost Via.</summary>
    public ViaHeader? Via => _via.Of(Headers.First("Via"), static text => ViaHeader.TryParse(text, out var value) ? value : null);

    /// <summary>Content-Type without parameters in lower case, or <c>null</c>.</summary>
    public string? ContentType => Headers["Content-Type"] is { } value ? value.Split(';', 2)[0].Trim().ToLowerInvariant() : null;

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => System.Text.Encoding.UTF8.GetString(Body.Span);

    /// <summary>Sets body and Content-Type; <c>null</c> removes both.</summary>
    public void SetBody(string? contentType, ReadOnlyMemory<byte> body)
    {
        Headers["Content-Type"] = contentType;
        Body = contentType is null ? default : body;
    }

    /// <inheritdoc cref="SetBody(string?, ReadOnlyMemory{byte})" />
    public void SetBody(string contentType, string body) => SetBody(contentType, System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>Whether a comma separated header of option tags (Require, Supported, …) lists one.</summary>
    public bool HasOption(string header, string option) => Headers.GetList(header).Contains(option, StringComparer.OrdinalIgnoreCase);

    private static NameAddress? ParseAddress(string text) => NameAddress.TryParse(text, out var address) ? address : null;

    /// <summary>Remembers what a header text was parsed to, as long as the text stays the same. The text is published after
    /// the value, so that an unchanged message may be read by two threads.</summary>
    private struct Parsed<T>
    {
        private string? _text;
        private T? _value;

        public T? Of(string? text, Func<string, T?> parse)
        {
            if (!ReferenceEquals(text, Volatile.Read(ref _text)))
            {
                _value = text is null ? default : parse(text);
                Volatile.Write(ref _text, text);
            }

            return _value;
        }
    }
}

/// <summary>A request (RFC 3261 section 7.1).</summary>
public sealed class SipRequest : SipMessage
{
    /// <summary>Makes a request with the given headers, or none.</summary>
    /// <exception cref="ArgumentException">The method is not a token.</exception>
    public SipRequest(string method, SipUri requestUri, SipHeaders? headers = null) : base(headers ?? new())
    {
        Method = SipText.IsToken(method) ? method : throw new ArgumentException($"'{method}' is not a method.", nameof(method));
        RequestUri = requestUri;
    }

    /// <summary>Case sensitive method.</summary>
    public string Method { get; }

    /// <summary>Where the request goes; a proxy replaces it.</summary>
    public SipUri RequestUri { get; set; }

    /// <summary>Max-Forwards (RFC 3261 section 20.22); <c>null</c> if it is absent or malformed.</summary>
    public int? MaxForwards
    {
        get => byte.TryParse(Headers["Max-Forwards"], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        set => Headers["Max-Forwards"] = value?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A copy that can be changed apart; the body is shared.</summary>
    public SipRequest Clone() => new(Method, RequestUri, Headers.Clone()) { Body = Body };

    /// <summary>Makes a response to this request (RFC 3261 section 8.2.6): Via, From, To, Call-ID and CSeq are copied, for
    /// 100 the Timestamp too. The To tag is added by the server transaction's user.</summary>
    public SipResponse CreateResponse(int statusCode, string? reasonPhrase = null)
    {
        var response = new SipResponse(statusCode, reasonPhrase ?? SipStatus.ReasonPhrase(statusCode));
        foreach (var name in (ReadOnlySpan<string>)["Via", "From", "To", "Call-ID", "CSeq"])
        {
            response.Headers.CopyFrom(Headers, name);
        }

        if (statusCode == 100 && Headers["Timestamp"] is { } timestamp)
        {
            response.Headers.Add("Timestamp", timestamp);
        }

        return response;
    }

    /// <summary>Method and Request-URI, for logs.</summary>
    public override string ToString() => $"{Method} {RequestUri}";
}

/// <summary>A response (RFC 3261 section 7.2).</summary>
public sealed class SipResponse : SipMessage
{
    /// <summary>Makes a response with the given headers, or none.</summary>
    public SipResponse(int statusCode, string reasonPhrase, SipHeaders? headers = null) : base(headers ?? new())
    {
        StatusCode = statusCode is >= 100 and <= 699 ? statusCode : throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code is 100 to 699.");
        ReasonPhrase = reasonPhrase;
    }

    /// <summary>100 to 699.</summary>
    public int StatusCode { get; }

    /// <summary>The text after the code; may be empty. Line breaks in it are written as blanks.</summary>
    public string ReasonPhrase { get; }

    /// <summary>1xx.</summary>
    public bool IsProvisional => StatusCode < 200;

    /// <summary>2xx.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>A copy that can be changed apart; the body is shared.</summary>
    public SipResponse Clone() => new(StatusCode, ReasonPhrase, Headers.Clone()) { Body = Body };

    /// <summary><c>CODE Reason</c>.</summary>
    public override string ToString() => $"{StatusCode} {ReasonPhrase}";
}
