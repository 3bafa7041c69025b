using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sessions;
using Sylk.Media.Tests.Sessions;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>A browser on side A, a phone on side B, nothing in between but our code.</summary>
internal sealed class RelayFixture
{
    public const MediaSide Browser = MediaSide.A;
    public const MediaSide Phone = MediaSide.B;

    public RelayFixture(MediaEncryption encryption = MediaEncryption.None, bool allowLocalPeers = true)
    {
        MediaService service = new(Plane, new() { Encryption = encryption, AllowLocalPeers = allowLocalPeers });
        Relay = service.CreateRelay(new() { Kind = MediaLegKind.WebRtc }, new() { Kind = MediaLegKind.Rtp });
    }

    public FakeMediaPlane Plane { get; } = new();

    public IMediaRelay Relay { get; }

    /// <summary>Offer of one side carried to the other; checked against the rules every description must keep.</summary>
    public async Task<string> OfferAsync(MediaSide from, string offer)
    {
        string carried = await Relay.RelayOfferAsync(from, offer);
        OfferAnswerRules.CheckOwn(carried);
        return carried;
    }

    /// <summary>A whole exchange.</summary>
    /// <returns>The offer the other side got and the answer the offerer got.</returns>
    public async Task<(string Offer, string Answer)> ExchangeAsync(MediaSide from, string offer, string answer)
    {
        string carriedOffer = await OfferAsync(from, offer);
        string carriedAnswer = await Relay.RelayAnswerAsync(from == Browser ? Phone : Browser, answer, isFinal: true);
        OfferAnswerRules.CheckOwn(carriedAnswer);
        OfferAnswerRules.Check(offer, carriedAnswer);
        return (carriedOffer, carriedAnswer);
    }

    public StreamPlan Stream(MediaSide side, int index) => Plane.Plan(side).Streams.Single(stream => stream.Index == index);
}
