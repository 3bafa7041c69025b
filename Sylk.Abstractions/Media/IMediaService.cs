namespace Sylk.Abstractions.Media;

/// <summary>
/// Makes media sessions. A session is driven by session descriptions (SDP, RFC 8866) only: the caller hands over offers
/// and answers as text and carries the results to the peers; packets never pass through a plugin.
/// </summary>
/// <remarks>All members may be called from any thread. Signalling and media exchange messages, never objects: nothing
/// returned from here shares mutable state with the media loops.</remarks>
public interface IMediaService
{
    /// <summary>Makes a session that relays media between two peers, each with its own kind of transport.</summary>
    /// <param name="a">What the peer on side <see cref="MediaSide.A"/> speaks.</param>
    /// <param name="b">What the peer on side <see cref="MediaSide.B"/> speaks.</param>
    /// <returns>A session without resources; ports and keys are taken by the first offer.</returns>
    IMediaRelay CreateRelay(MediaLegOptions a, MediaLegOptions b);

    /// <summary>Makes a session with one peer whose packets are returned to itself.</summary>
    /// <param name="leg">What the peer speaks.</param>
    IMediaEcho CreateEcho(MediaLegOptions leg);
}
