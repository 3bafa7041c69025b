using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Sessions;

/// <summary>Returns a peer's media: agrees to all it offers, with every codec, so that whatever it sends it can also take.</summary>
internal sealed class MediaEcho(IMediaPlane plane, SessionRegistry registry, string label, LegSettings settings)
    : MediaSession(plane, registry, label), IMediaEcho
{
    private readonly SessionLeg _leg = new(plane, MediaSide.A, settings);
    private LocalDescription? _offer;

    public Task<string> AnswerAsync(string offer, CancellationToken cancellationToken = default) => RunAsync(
        async token =>
        {
            LegExchange? before = _leg.Stable;
            RemoteDescription remote = _leg.Negotiation.ReadOffer(offer);
            LocalDescription answer = _leg.Negotiation.MakeAnswer(remote, Mirror(_leg.Negotiation.TermsOfOffer(remote)), before);
            try
            {
                string text = await _leg.PublishAnswerAsync(Session, remote, answer, before, token).ConfigureAwait(false);
                Agree(new(answer, remote, IsAnswerLocal: true));
                return text;
            }
            catch
            {
                _leg.Restore(Session, before);
                throw;
            }
        },
        cancellationToken);

    public Task<string> CreateOfferAsync(CancellationToken cancellationToken = default) => RunAsync(
        async token =>
        {
            LegExchange? before = _leg.Stable;
            LocalDescription offer = _leg.Negotiation.MakeOffer(before is null ? DefaultTerms.Echo : Mirror(before.Terms()));
            try
            {
                string text = await _leg.PublishAsync(Session, offer, token).ConfigureAwait(false);
                _offer = offer;
                return text;
            }
            catch
            {
                _leg.Restore(Session, before);
                throw;
            }
        },
        cancellationToken);

    public Task ApplyAnswerAsync(string answer, CancellationToken cancellationToken = default) => RunAsync(
        _ =>
        {
            LocalDescription offer = _offer ?? throw new InvalidOperationException("No offer was made.");
            Agree(new(offer, _leg.Negotiation.ReadAnswer(offer, answer), IsAnswerLocal: false));
            return Task.FromResult(true);
        },
        cancellationToken);

    private void Agree(LegExchange exchange)
    {
        _offer = null;
        _leg.Negotiation.Settle(exchange);
        Plane.Apply(Session, [_leg.MakePlan(new())]);
        _leg.Keep(Session);
    }

    /// <summary>A mirror sends and receives, whatever the peer does.</summary>
    private static List<StreamTerms> Mirror(IReadOnlyList<StreamTerms> terms) =>
        [.. terms.Select(stream => stream with { Direction = MediaDirection.SendReceive, Attributes = [], Bandwidths = [] })];
}
