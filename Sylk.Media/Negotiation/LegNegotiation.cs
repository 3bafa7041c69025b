using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Negotiation;

/// <summary>Offer and answer with one peer (RFC 3264): what was agreed, and the making and reading of further
/// descriptions. Changes nothing by itself until <see cref="Settle"/>. Not thread-safe.</summary>
public sealed class LegNegotiation(MediaSide side, LegSettings settings)
{
    private readonly LegIdentity _identity = new();
    private string _lastBody = "";
    private string _lastText = "";
    private long _version;

    public MediaSide Side => side;

    public LegSettings Settings => settings;

    /// <summary>The session as it stands; <c>null</c> before the first exchange.</summary>
    public LegExchange? Stable { get; private set; }

    /// <summary>Reads an offer, the first or a later one.</summary>
    /// <exception cref="MediaException">It does not parse, or drops m-lines (RFC 3264 section 8).</exception>
    public RemoteDescription ReadOffer(string text)
    {
        RemoteDescription offer = DescriptionReader.Read(text, settings.Kind);
        return Stable is null || offer.Media.Count >= Stable.Remote.Media.Count
            ? offer
            : throw new MediaException(
                MediaError.NotAcceptable, $"the offer has {offer.Media.Count} m-lines, the session {Stable.Remote.Media.Count}");
    }

    /// <summary>What of an offer can pass.</summary>
    /// <exception cref="MediaException"><see cref="MediaError.NotAcceptable"/>: nothing; the message says why for each m-line.</exception>
    public IReadOnlyList<StreamTerms> TermsOfOffer(RemoteDescription offer)
    {
        List<string> refusals = [];
        List<StreamTerms> terms = [];
        foreach (RemoteMedia media in offer.Media)
        {
            string? refusal = media.IsEnabled ? Acceptance.Refusal(offer, media, settings) : "its port is 0";
            terms.Add(StreamTerms.Of(media, isEnabled: refusal is null));
            if (refusal is not null)
            {
                refusals.Add($"m-line {media.Index + 1}: {refusal}");
            }
        }

        return terms.Exists(stream => stream.IsEnabled) ? terms : throw new MediaException(MediaError.NotAcceptable, string.Join(", ", refusals));
    }

    /// <summary>Reads the answer to an offer of ours.</summary>
    /// <exception cref="MediaException">It does not parse or does not fit the offer.</exception>
    public RemoteDescription ReadAnswer(LocalDescription offer, string text) => new AnswerReader(settings, offer).Read(text);

    /// <summary>What a peer's answer says to the other peer.</summary>
    public static IReadOnlyList<StreamTerms> TermsOfAnswer(RemoteDescription answer) =>
        [.. answer.Media.Select(media => StreamTerms.Of(media, media.IsEnabled))];

    public LocalDescription MakeOffer(IReadOnlyList<StreamTerms> terms) => new OfferMaker(settings, _identity, Stable).Make(terms);

    /// <param name="offer">The peer's offer.</param>
    /// <param name="terms">What we want, m-line by m-line.</param>
    /// <param name="stable">The session as it stood before the offer.</param>
    public LocalDescription MakeAnswer(RemoteDescription offer, IReadOnlyList<StreamTerms> terms, LegExchange? stable) =>
        new AnswerMaker(settings, _identity, stable).Make(offer, terms);

    /// <summary>The text of a description. Its version rises when, and only when, it says something new (RFC 3264 section 8).</summary>
    public string Print(LocalDescription description, LegTransports transports)
    {
        SessionDescription session = new DescriptionWriter(settings, _identity, transports).Write(description, _version + 1);
        string body = (session with { Origin = session.Origin with { SessionVersion = "" } }).ToString();
        if (body != _lastBody)
        {
            _version++;
            _lastBody = body;
            _lastText = session.ToString();
        }

        return _lastText;
    }

    /// <summary>Makes an exchange the session as it stands, or goes back to the one before.</summary>
    public void Settle(LegExchange? exchange) => Stable = exchange;

    /// <summary>Lets streams that ended be forgotten, so that another one in their place is another one for the peer too.</summary>
    public void ForgetEndedStreams()
    {
        for (int i = 0; i < Stable?.Local.Media.Count; i++)
        {
            if (!Stable.IsEnabled(i))
            {
                _identity.Forget(i);
            }
        }
    }

    /// <summary>What the media plane needs to know of the session as it stands.</summary>
    internal LegPlan MakePlan(PlanMaker maker, LegTransports transports) => maker.Make(side, settings.Kind, _identity, Stable!, transports);
}
