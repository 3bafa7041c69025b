using Sylk.Abstractions.Media;
using Sylk.Media.Negotiation;
using Sylk.Media.Plane;

namespace Sylk.Media.Sessions;

/// <summary>One peer of a session: its negotiation and its transports.</summary>
internal sealed class SessionLeg(IMediaPlane plane, MediaSide side, LegSettings settings)
{
    private readonly LegTransportSet _transports = new(plane, side, settings.Kind);

    public LegNegotiation Negotiation { get; } = new(side, settings);

    public LegExchange? Stable => Negotiation.Stable;

    /// <summary>Opens what a description of ours is about to promise, and prints it.</summary>
    public async Task<string> PublishAsync(MediaSessionId session, LocalDescription description, CancellationToken cancellationToken)
    {
        IEnumerable<int> enabled = description.Media.Where(media => media.IsEnabled).Select(media => media.Index);
        await _transports.OpenAsync(session, enabled, cancellationToken).ConfigureAwait(false);
        return Negotiation.Print(description, _transports.Current);
    }

    /// <summary>Answers the peer's offer, with new ICE credentials if it restarted ICE.</summary>
    public async Task<string> PublishAnswerAsync(
        MediaSessionId session, RemoteDescription offer, LocalDescription answer, LegExchange? before, CancellationToken cancellationToken)
    {
        if (before?.IsIceRestart(offer) == true)
        {
            await _transports.RestartIceAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return await PublishAsync(session, answer, cancellationToken).ConfigureAwait(false);
    }

    public LegPlan MakePlan(PlanMaker maker) => Negotiation.MakePlan(maker, _transports.Current);

    /// <summary>The exchange is over.</summary>
    public void Keep(MediaSessionId session)
    {
        _transports.Keep(session, Stable);
        Negotiation.ForgetEndedStreams();
    }

    /// <summary>The exchange failed.</summary>
    public void Restore(MediaSessionId session, LegExchange? before)
    {
        Negotiation.Settle(before);
        _transports.Restore(session, before);
        Negotiation.ForgetEndedStreams();
    }
}
