using System.Threading.Channels;

namespace Sylk.Abstractions.Media;

/// <summary>A media session: the transports, keys and streams of one call. Disposing it frees every port at once
/// (RTP ports of SIP legs are quarantined before they are used again).</summary>
/// <remarks>Members may be called from any thread, but offers and answers of one session must be handed over one after
/// the other (RFC 3264: one exchange at a time).</remarks>
public interface IMediaSession : IAsyncDisposable
{
    /// <summary>What happened in the session, in order. One reader. The channel completes when the session is disposed.</summary>
    ChannelReader<MediaEvent> Events { get; }

    /// <summary>Adds a remote ICE candidate that was trickled (RFC 8838). An ICE-lite agent needs none of them, so an
    /// unusable candidate is ignored.</summary>
    /// <param name="side">Whose candidate it is.</param>
    /// <param name="candidate">The value of the <c>candidate</c> attribute; empty means end of candidates.</param>
    void AddRemoteCandidate(MediaSide side, string candidate);

    /// <summary>Asks the peer on <paramref name="side"/> for a key frame of its video (PLI or FIR, whichever it
    /// negotiated). Rate limited; does nothing without video.</summary>
    void RequestKeyFrame(MediaSide side);

    /// <summary>A snapshot of the counters of every stream.</summary>
    Task<MediaStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default);
}

/// <summary>Relays media between two peers. See <see cref="IMediaService.CreateRelay"/>.</summary>
public interface IMediaRelay : IMediaSession
{
    /// <summary>Takes an offer of one peer and makes the offer for the other one, listing what can pass.</summary>
    /// <param name="from">The side whose peer made the offer.</param>
    /// <param name="offer">SDP.</param>
    /// <param name="cancellationToken">Cancels the wait for ports.</param>
    /// <returns>The offer for the other side.</returns>
    /// <exception cref="MediaException">The offer does not parse, or nothing in it can pass. The session is as before.</exception>
    Task<string> RelayOfferAsync(MediaSide from, string offer, CancellationToken cancellationToken = default);

    /// <summary>Takes the answer to the offer made by <see cref="RelayOfferAsync"/> and makes the answer for the first peer.
    /// Media flows from then on. May be called again with a later answer of the same exchange (early media: the answer of a
    /// provisional response, then the one of the final response; forking: an answer of another branch).</summary>
    /// <param name="from">The side whose peer answered.</param>
    /// <param name="answer">SDP.</param>
    /// <param name="isFinal">Whether the exchange is over; <c>false</c> for the answer in a provisional response.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer for the other side. An answer that only repeats the previous one gives the same text.</returns>
    /// <exception cref="MediaException">The answer does not parse, or does not fit the offer.</exception>
    Task<string> RelayAnswerAsync(MediaSide from, string answer, bool isFinal, CancellationToken cancellationToken = default);

    /// <summary>Makes an offer towards one side without the other peer: for an INVITE without offer (what this server can
    /// relay), or within a session (RFC 3264 section 8: the session as it stands).</summary>
    Task<string> CreateOfferAsync(MediaSide to, CancellationToken cancellationToken = default);

    /// <summary>Takes the answer to an offer made by <see cref="CreateOfferAsync"/> within an established session.</summary>
    /// <exception cref="MediaException">The answer does not fit.</exception>
    Task ApplyAnswerAsync(MediaSide from, string answer, CancellationToken cancellationToken = default);

    /// <summary>Answers an offer within a session without asking the other peer, if that is possible: a session refresh, a
    /// new address of the peer, a restart of ICE.</summary>
    /// <param name="from">The side whose peer made the offer.</param>
    /// <param name="offer">SDP.</param>
    /// <param name="holdToo">Whether a hold, or its end, is answered as well. The other peer is not told of it then: for one
    /// that refuses to be, or does not understand it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer, or <c>null</c> when the other peer has to be asked (media or codecs change; directions do: a hold is
    /// such a change).</returns>
    /// <exception cref="MediaException">The offer does not parse.</exception>
    Task<string?> TryAnswerLocallyAsync(MediaSide from, string offer, bool holdToo = false, CancellationToken cancellationToken = default);

    /// <summary>Forgets an offer that was refused; the session goes on as before it.</summary>
    Task RollbackAsync();
}

/// <summary>Returns a peer's media to itself. See <see cref="IMediaService.CreateEcho"/>.</summary>
public interface IMediaEcho : IMediaSession
{
    /// <summary>Answers an offer: first or later one.</summary>
    /// <exception cref="MediaException">The offer does not parse or has neither audio nor video.</exception>
    Task<string> AnswerAsync(string offer, CancellationToken cancellationToken = default);

    /// <summary>Makes an offer, for an INVITE or re-INVITE without one.</summary>
    Task<string> CreateOfferAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the answer to <see cref="CreateOfferAsync"/>.</summary>
    /// <exception cref="MediaException">The answer does not fit.</exception>
    Task ApplyAnswerAsync(string answer, CancellationToken cancellationToken = default);
}
