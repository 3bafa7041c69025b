using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>Relays between two peers: carries the terms of each description from leg to leg and tells the media plane what
/// came out.</summary>
internal sealed class MediaRelay(IMediaPlane plane, SessionRegistry registry, string label, LegSettings a, LegSettings b)
    : MediaSession(plane, registry, label), IMediaRelay
{
    private readonly SessionLeg _a = new(plane, MediaSide.A, a);
    private readonly SessionLeg _b = new(plane, MediaSide.B, b);
    private RelayExchange? _exchange;

    public Task<string> RelayOfferAsync(MediaSide from, string offer, CancellationToken cancellationToken = default) => RunAsync(
        async token =>
        {
            RequireNoOffer();
            LegNegotiation offerer = Leg(from).Negotiation;
            RemoteDescription remote = offerer.ReadOffer(offer);
            return await OfferAsync(Other(from), offerer.TermsOfOffer(remote), remote, token).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<string> RelayAnswerAsync(MediaSide from, string answer, bool isFinal, CancellationToken cancellationToken = default) => RunAsync(
        async token =>
        {
            RelayExchange exchange = RequireOfferTo(from);
            RemoteDescription peerOffer = exchange.PeerOffer ?? throw new InvalidOperationException("The offer did not come from the other side.");
            SessionLeg answerer = Leg(from);
            SessionLeg offerer = Leg(Other(from));
            RemoteDescription remote = answerer.Negotiation.ReadAnswer(exchange.Offer, answer);
            LegExchange? before = exchange.Before(Other(from));
            LocalDescription local = offerer.Negotiation.MakeAnswer(peerOffer, LegNegotiation.TermsOfAnswer(remote), before);
            if (!local.Media.Any(media => media.IsEnabled))
            {
                throw new MediaException(MediaError.NotAcceptable, "Nothing of the answer can pass.");
            }

            string text = await offerer.PublishAnswerAsync(Session, peerOffer, local, before, token).ConfigureAwait(false);
            answerer.Negotiation.Settle(new(exchange.Offer, remote, IsAnswerLocal: false));
            offerer.Negotiation.Settle(new(local, peerOffer, IsAnswerLocal: true));
            Apply(isFinal);
            _exchange = exchange with { IsAnswered = true };
            if (isFinal)
            {
                Finish();
            }

            return text;
        },
        cancellationToken);

    public Task<string> CreateOfferAsync(MediaSide to, CancellationToken cancellationToken = default) => RunAsync(
        token =>
        {
            RequireNoOffer();
            return OfferAsync(to, Leg(Other(to)).Stable?.Terms() ?? DefaultTerms.Relay, peerOffer: null, token);
        },
        cancellationToken);

    public Task ApplyAnswerAsync(MediaSide from, string answer, CancellationToken cancellationToken = default) => RunAsync(
        _ =>
        {
            RelayExchange exchange = RequireOfferTo(from);
            SessionLeg leg = Leg(from);
            RemoteDescription remote = leg.Negotiation.ReadAnswer(exchange.Offer, answer);
            LegExchange agreed = new(exchange.Offer, remote, IsAnswerLocal: false);
            if (Leg(Other(from)).Stable is { } other && !Enumerable.Range(0, remote.Media.Count).Any(index => Meet(agreed, other, index)))
            {
                throw new MediaException(MediaError.NotAcceptable, "The answer leaves no codec that can pass.");
            }

            leg.Negotiation.Settle(agreed);
            Apply();
            Finish();
            return Task.FromResult(true);
        },
        cancellationToken);

    public Task<string?> TryAnswerLocallyAsync(MediaSide from, string offer, bool holdToo = false, CancellationToken cancellationToken = default) => RunAsync(
        async token =>
        {
            RequireNoOffer();
            SessionLeg leg = Leg(from);
            RemoteDescription remote = leg.Negotiation.ReadOffer(offer);
            if (leg.Stable is not { } stable || Leg(Other(from)).Stable is not { } other)
            {
                return null;
            }

            LocalDescription local = leg.Negotiation.MakeAnswer(remote, other.Terms(), stable);
            if (!LocalAnswer.IsEnough(stable, remote, local, holdToo))
            {
                return null;
            }

            string text = await leg.PublishAnswerAsync(Session, remote, local, stable, token).ConfigureAwait(false);
            leg.Negotiation.Settle(new(local, remote, IsAnswerLocal: true));
            Apply();
            Finish();
            return text;
        },
        cancellationToken);

    public Task RollbackAsync() => RunAsync(
        _ =>
        {
            if (_exchange is { } exchange)
            {
                _exchange = null;
                _a.Restore(Session, exchange.BeforeA);
                _b.Restore(Session, exchange.BeforeB);
                if (exchange.IsAnswered)
                {
                    Apply();
                }
            }

            return Task.FromResult(true);
        },
        CancellationToken.None);

    private async Task<string> OfferAsync(
        MediaSide to, IReadOnlyList<StreamTerms> terms, RemoteDescription? peerOffer, CancellationToken cancellationToken)
    {
        SessionLeg leg = Leg(to);
        LocalDescription local = leg.Negotiation.MakeOffer(terms);
        try
        {
            string text = await leg.PublishAsync(Session, local, cancellationToken).ConfigureAwait(false);
            _exchange = new(to, local, peerOffer, _a.Stable, _b.Stable);
            return text;
        }
        catch
        {
            leg.Restore(Session, leg.Stable);
            throw;
        }
    }

    /// <summary>An offer whose answer came in a reliable provisional response is done with (RFC 3262 section 5), even if
    /// nobody called that answer final.</summary>
    private void RequireNoOffer()
    {
        if (_exchange is { IsAnswered: false })
        {
            throw new InvalidOperationException("An offer waits for its answer; it has to be answered or rolled back first.");
        }

        if (_exchange is not null)
        {
            Finish();
        }
    }

    private RelayExchange RequireOfferTo(MediaSide side) => _exchange is { } exchange && exchange.Answerer == side
        ? exchange
        : throw new InvalidOperationException($"No offer was made to side {side}.");

    private void Finish()
    {
        _exchange = null;
        _a.Keep(Session);
        _b.Keep(Session);
    }

    /// <summary>Media flows when both peers have agreed to something.</summary>
    private void Apply(bool isFinal = true)
    {
        if (_a.Stable is not null && _b.Stable is not null)
        {
            PlanMaker maker = new();
            Plane.Apply(Session, [_a.MakePlan(maker) with { IsFinal = isFinal }, _b.MakePlan(maker) with { IsFinal = isFinal }]);
        }
    }

    private static bool Meet(LegExchange one, LegExchange other, int index) =>
        one.IsEnabled(index) && other.IsEnabled(index) &&
        one.AgreedCodecs(index).Any(codec => codec.Codec.IsMedia && other.AgreedCodecs(index).Any(theirs => theirs.Key == codec.Key));

    private SessionLeg Leg(MediaSide side) => side == MediaSide.A ? _a : _b;

    private static MediaSide Other(MediaSide side) => side == MediaSide.A ? MediaSide.B : MediaSide.A;
}
