using Sylk.Media.Ice;
using Sylk.Media.Sockets;
using Sylk.Media.Stun;

namespace Sylk.Media.Plane;

/// <summary>Finds the browser transport a packet is for. All browsers share one port, so a transport is known by the ufrag in
/// its checks and, once a check was verified, by the pair it came on. Anything else from an unproven address is dropped.</summary>
internal sealed class IceMultiplexer
{
    private readonly Dictionary<UfragKey, IceTransport> _byUfrag = [];
    private readonly Dictionary<PairKey, (IceTransport Transport, CandidatePair Pair)> _byPair = [];
    private int _lastLocal;

    /// <summary>A number for one more socket or connection.</summary>
    public int NextLocal() => ++_lastLocal;

    public void Add(UfragKey ufrag, IceTransport transport) => _byUfrag[ufrag] = transport;

    public void Remove(UfragKey ufrag) => _byUfrag.Remove(ufrag);

    public void Add(CandidatePair pair, IceTransport transport) => _byPair[pair.Key] = (transport, pair);

    /// <summary>Forgets a pair, unless another transport has proved the same address since.</summary>
    public void Remove(CandidatePair pair, IceTransport transport)
    {
        if (_byPair.TryGetValue(pair.Key, out var known) && known.Transport == transport)
        {
            _byPair.Remove(pair.Key);
        }
    }

    /// <summary>The connection on which this pair is has ended.</summary>
    public void Close(PairKey key)
    {
        if (_byPair.TryGetValue(key, out var owner))
        {
            owner.Transport.RemovePair(owner.Pair);
        }
    }

    /// <summary>Takes a packet over and hands it to its transport.</summary>
    /// <param name="packet">The packet, with its source as <see cref="Packet.Remote"/>.</param>
    /// <param name="local">Number of the socket or connection it arrived on.</param>
    /// <param name="sender">Sends back on the same.</param>
    /// <param name="pool">Where it goes when nobody wants it.</param>
    /// <returns>Whether it was a check that proved the address.</returns>
    public bool Receive(Packet packet, int local, IPacketSender sender, PacketPool pool)
    {
        var key = new PairKey(local, packet.Remote);
        switch (PacketKinds.Classify(packet.Span))
        {
            case PacketKind.Stun:
                return ReceiveStun(packet, key, sender, pool);
            case PacketKind.Dtls when _byPair.TryGetValue(key, out var owner):
                owner.Transport.ReceiveDtls(packet, owner.Pair);
                return false;
            case PacketKind.Rtp when _byPair.TryGetValue(key, out var owner):
                owner.Transport.ReceiveMedia(packet);
                return false;
            default:
                pool.Return(packet);
                return false;
        }
    }

    private bool ReceiveStun(Packet packet, PairKey key, IPacketSender sender, PacketPool pool)
    {
        if (StunMessage.TryParse(packet.Span, out var message)
            && message.Type == StunMessageType.BindingRequest
            && message.TryGet(StunAttribute.Username, out var username)
            && UfragKey.TryRead(username, out var local, out var remote)
            && _byUfrag.TryGetValue(local, out var transport))
        {
            return transport.ReceiveCheck(packet, message, local, remote, key, sender);
        }
        pool.Return(packet);
        return false;
    }
}
