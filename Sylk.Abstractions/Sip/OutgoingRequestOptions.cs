namespace Sylk.Abstractions.Sip;

/// <summary>What every request of this server has. Immutable.</summary>
public abstract record OutgoingOptions
{
    /// <summary>Request-URI and To.</summary>
    public required SipUri Target { get; init; }

    /// <summary>From, without tag.</summary>
    public required NameAddress From { get; init; }

    /// <summary>Answers 401 and 407; <c>null</c>: a challenge is final.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>Next hop, <c>host[:port][;transport=udp|tcp|tls]</c>, put into a Route; <c>null</c>: RFC 3263 from the target.</summary>
    public string? OutboundProxy { get; init; }

    /// <summary>User-Agent; <c>null</c> means that of the server. Characters outside ASCII are replaced.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Further headers, in order. Those that belong to the stack are refused.</summary>
    public IReadOnlyList<SipHeader> Headers { get; init; } = [];
}

/// <summary>A request outside a dialog.</summary>
public sealed record OutgoingRequestOptions : OutgoingOptions
{
    /// <summary>Upper case method, for instance MESSAGE.</summary>
    public required string Method { get; init; }

    /// <summary>Content-Type of <see cref="Body"/>; <c>null</c>: no body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>A call to be made.</summary>
public sealed record OutgoingCallOptions : OutgoingOptions
{
    /// <summary>The offer in the INVITE; <c>null</c> makes an INVITE without offer.</summary>
    public string? Offer { get; init; }

    /// <summary>When the call is given up without final response; default 180 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(180);
}
