using Sylk.Abstractions.Sip;

namespace Sylk.Registrar.Registration;

/// <summary>One way to reach a user: a contact and how long it is good (RFC 3261 section 10). Immutable.</summary>
internal sealed record Binding
{
    /// <summary>The contact as registered, without its <c>expires</c>.</summary>
    public required NameAddress Contact { get; init; }

    /// <summary>Call-ID and CSeq of the REGISTER that made or refreshed it: they tell old requests from new ones.</summary>
    public required string CallId { get; init; }

    /// <inheritdoc cref="CallId" />
    public required uint CSeq { get; init; }

    /// <summary>Where that REGISTER came from.</summary>
    public required SipPeer Peer { get; init; }

    /// <summary>How requests get there.</summary>
    public required Reachability Reachability { get; init; }

    public required DateTimeOffset Refreshed { get; init; }

    public required DateTimeOffset Expires { get; init; }

    /// <summary>Proxies on the way, next one first (RFC 3327).</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>The <c>+sip.instance</c> of the user agent, or <c>null</c> (RFC 5626 section 4.1).</summary>
    public string? InstanceId { get; init; }

    /// <summary>The <c>reg-id</c> of the flow; 0 if the client does not use outbound.</summary>
    public int RegId { get; init; }

    /// <summary>Whether this and the other are the same one: the same flow of an instance (RFC 5626 section 6), else equal
    /// contact URIs (RFC 3261 section 10.3 step 7).</summary>
    public bool IsSame(Binding other) => RegId > 0
        ? RegId == other.RegId && InstanceId == other.InstanceId
        : other.RegId == 0 && Contact.Uri.Equals(other.Contact.Uri);

    /// <summary>Whether it can still be used.</summary>
    public bool IsLive(DateTimeOffset now, Func<SipFlow, bool> isAlive) =>
        now < Expires && (Reachability != Reachability.Flow || isAlive(Peer.Flow));
}
