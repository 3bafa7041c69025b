namespace Sylk.Media.Negotiation;

/// <summary>Decides whether an offer within a session leaves to the other peer all it relies on: the same streams with the
/// same codecs and directions. Then it is a matter of one leg: a refresh, a new address, new keys. A hold is told to the other
/// peer, who stops sending and may say so to his user (RFC 3264 section 8.4).</summary>
internal static class LocalAnswer
{
    /// <param name="stable">The leg of the offer as it stands.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="answer">The answer that could be given.</param>
    /// <param name="holdToo">Whether directions do not matter.</param>
    public static bool IsEnough(LegExchange stable, RemoteDescription offer, LocalDescription answer, bool holdToo)
    {
        for (int i = 0; i < offer.Media.Count; i++)
        {
            bool wasEnabled = stable.IsEnabled(i);
            if (offer.Media[i].IsEnabled != wasEnabled || answer.Media[i].IsEnabled != wasEnabled)
            {
                return false;
            }

            bool hasSameDirection = holdToo || stable.Remote.Media[i].Direction == offer.Media[i].Direction;
            if (wasEnabled && !(hasSameDirection && HasSameCodecs(stable, i, offer.Media[i], answer.Media[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSameCodecs(LegExchange stable, int index, RemoteMedia offered, LocalMedia answered)
    {
        if (stable.Remote.Media[index].Kind != offered.Kind)
        {
            return false;
        }

        HashSet<CodecKey> agreed = [.. stable.AgreedCodecs(index).Select(codec => codec.Key)];
        return agreed.SetEquals(answered.Codecs.Select(codec => codec.Key)) &&
            Preferred(stable.Remote.Media[index], agreed) == Preferred(offered, agreed);
    }

    /// <summary>The codec the peer wants to get most; to change it the sender of the media has to be asked.</summary>
    private static CodecKey? Preferred(RemoteMedia media, HashSet<CodecKey> agreed) =>
        media.Codecs.FirstOrDefault(codec => codec.Codec.IsMedia && agreed.Contains(codec.Key))?.Key;
}
