using System.Net;

namespace Sylk.Abstractions.Sip;

/// <summary>Where a request came from: the socket, not what the message claims.</summary>
/// <param name="Transport">Upper case: UDP, TCP, TLS; LOCAL inside the process.</param>
/// <param name="RemoteEndPoint">Source address and port.</param>
/// <param name="Flow">The connection (or UDP 5-tuple) over which the peer can be reached again (RFC 5626).</param>
/// <param name="IsTrusted">Whether the address is among <c>sip.trusted_peers</c>; always true inside the process.</param>
public sealed record SipPeer(string Transport, IPEndPoint RemoteEndPoint, SipFlow Flow, bool IsTrusted);

/// <summary>Names a transport flow (RFC 5626 section 3). Opaque; it stays valid text after the flow has died, then sending
/// on it fails with 430.</summary>
/// <param name="Token">Unguessable text, fit for a URI user part.</param>
public readonly record struct SipFlow(string Token)
{
    /// <summary>Text for logs.</summary>
    public override string ToString() => Token ?? "";
}

/// <summary>Where a request is to be sent. Exactly one of the members counts, in this order.</summary>
public sealed record SipDestination
{
    /// <summary>An existing flow.</summary>
    public SipFlow? Flow { get; init; }

    /// <summary>A URI resolved by RFC 3263: the topmost Route or the Request-URI.</summary>
    public SipUri? Uri { get; init; }

    /// <summary>Next hop given by configuration: <c>host[:port][;transport=udp|tcp|tls]</c>; it takes the place of
    /// resolving <see cref="Uri"/>.</summary>
    public string? Proxy { get; init; }

    /// <summary>Where the first Route or the Request-URI of the request leads.</summary>
    public static readonly SipDestination FromRequest = new();

    /// <summary>Along a flow.</summary>
    public static SipDestination To(SipFlow flow) => new() { Flow = flow };

    /// <summary>To a URI.</summary>
    public static SipDestination To(SipUri uri) => new() { Uri = uri };
}

/// <summary>What is needed to answer a digest challenge (RFC 8760, RFC 7616). One of the secrets is enough.</summary>
public sealed record SipCredentials
{
    /// <summary>The digest user name: the user part of the account.</summary>
    public required string Username { get; init; }

    /// <summary>Lower case hex MD5 of <c>user:realm:password</c>. It answers MD5 challenges only, of whatever realm.</summary>
    public string? Ha1 { get; init; }

    /// <summary>The clear password; answers MD5 and SHA-256 challenges.</summary>
    public string? Password { get; init; }

    /// <summary>The user name alone: secrets never reach a log.</summary>
    public override string ToString() => Username;
}
