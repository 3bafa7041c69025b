using Sylk.Abstractions.Sip;
using Sylk.Registrar.Registration;

namespace Sylk.Registrar.Proxying;

/// <summary>One place to forward a request to (RFC 3261 section 16.5).</summary>
/// <param name="RequestUri">Request-URI of the forwarded request.</param>
/// <param name="Destination">Where it is sent.</param>
internal sealed record Target(SipUri RequestUri, SipDestination Destination)
{
    /// <summary>The side it leads to, if a registration told it.</summary>
    public SipPeer? Peer { get; init; }

    /// <summary>Routes to put on top, next one first.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>The application of this server which it is, or <c>null</c>.</summary>
    public string? Application { get; init; }

    /// <summary>A text (UTF-8) in the place of the body, for a device that did not take that; or <c>null</c>.</summary>
    public ReadOnlyMemory<byte>? Text { get; init; }

    /// <summary>The binding it was made from, or <c>null</c>.</summary>
    public Binding? Binding { get; init; }
}
