using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;

namespace Sylk.Media.Sessions;

/// <summary>An exchange under way.</summary>
/// <param name="Answerer">The side we made an offer to.</param>
/// <param name="Offer">Our offer.</param>
/// <param name="PeerOffer">The other side's offer it came from; <c>null</c> if we made it of our own accord.</param>
/// <param name="BeforeA">Side A before it.</param>
/// <param name="BeforeB">Side B before it.</param>
internal sealed record RelayExchange(
    MediaSide Answerer, LocalDescription Offer, RemoteDescription? PeerOffer, LegExchange? BeforeA, LegExchange? BeforeB)
{
    /// <summary>An answer came, and its consequences are in force; others may follow (forking, early media).</summary>
    public bool IsAnswered { get; init; }

    public LegExchange? Before(MediaSide side) => side == MediaSide.A ? BeforeA : BeforeB;
}
