using Sylk.Media.Sockets;

namespace Sylk.Media.Ice;

/// <summary>A pair on which a check was verified.</summary>
internal sealed class CandidatePair(PairKey key, IPacketSender sender)
{
    public PairKey Key { get; } = key;

    public IPacketSender Sender { get; } = sender;

    public TransportAddress Remote => Key.Remote;

    /// <summary>When the last check was verified, in microseconds of the loop.</summary>
    public long LastCheck { get; set; }

    /// <summary>Which of the successive local credentials the last check used (ICE restarts).</summary>
    public int Generation { get; set; }
}
