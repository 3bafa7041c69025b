using Sylk.Abstractions.Media;
using Sylk.Media.Dtls;
using Sylk.Media.Ice;
using Sylk.Media.Sockets;
using Sylk.Media.Stun;

namespace Sylk.Media.Plane;

/// <summary>A browser's transport: ICE-lite and DTLS on the shared ports.</summary>
internal sealed class IceTransport : MediaTransport
{
    private const int MaxResponseLength = 256;
    private readonly IceMultiplexer _multiplexer;
    private readonly MediaPlaneOptions _options;
    private readonly IceLiteAgent _agent = new(IceRandom.MakeCredentials());
    private readonly HashSet<UfragKey> _registeredUfrags = [];
    private readonly HashSet<CandidatePair> _registeredPairs = [];
    private long _connectBy = long.MaxValue;

    public IceTransport(
        PlaneSession session, MediaSide side, TransportId id, DtlsContext dtls, IceMultiplexer multiplexer, MediaPlaneOptions options)
        : base(session, side, id, dtls, options.ConnectTimeout)
    {
        _multiplexer = multiplexer;
        _options = options;
        Register();
    }

    public IceCredentials Credentials => _agent.Local;

    protected override bool HasPath => _agent.SelectedPair is not null;

    public override void Apply(TransportPlan plan)
    {
        base.Apply(plan);
        if (plan.RemoteIce is not null && _agent.SetRemote(plan.RemoteIce))
        {
            _connectBy = Loop.Now + (long)_options.ConnectTimeout.TotalMicroseconds;
        }
        if (_agent.IsNominated)
        {
            Dtls.Start();
        }
    }

    public IceCredentials Restart()
    {
        var credentials = _agent.Restart();
        Register();
        return credentials;
    }

    /// <summary>Answers a check, taking the packet over.</summary>
    /// <returns>Whether it was verified.</returns>
    public bool ReceiveCheck(
        Packet packet, in StunMessage request, UfragKey local, ReadOnlySpan<byte> remoteUfrag, PairKey key, IPacketSender sender)
    {
        Span<byte> response = stackalloc byte[MaxResponseLength];
        var result = _agent.HandleRequest(request, local, remoteUfrag, key, sender, Loop.Now, response, out var length);
        if (length == 0)
        {
            Loop.Packets.Return(packet);
            return false;
        }
        packet.Length = length;
        response[..length].CopyTo(packet.Span);
        sender.Send(packet);
        if (result == IceCheckResult.Refused)
        {
            return false;
        }
        RefreshPairs();
        if (_agent.IsNominated && Plan is not null)
        {
            Dtls.Start();
        }
        return true;
    }

    public void ReceiveDtls(Packet packet, CandidatePair pair)
    {
        // Without the peer's fingerprint there is nothing to check a handshake against; it will be repeated.
        if (Plan?.Dtls is not null)
        {
            Dtls.Receive(packet.Span);
        }
        Loop.Packets.Return(packet);
    }

    public void ReceiveMedia(Packet packet) => ReceivePacket(packet);

    public override void SendDtls(ReadOnlySpan<byte> datagram)
    {
        if (_agent.SelectedPair is null || datagram.Length > Packet.MaxReceiveLength || Loop.Packets.TryRent() is not { } packet)
        {
            return;
        }
        packet.Length = datagram.Length;
        datagram.CopyTo(packet.Span);
        Transmit(packet, isRtcp: false);
    }

    /// <summary>A pair's TCP connection is gone.</summary>
    public void RemovePair(CandidatePair pair)
    {
        _multiplexer.Remove(pair, this);
        _agent.Remove(pair);
        _registeredPairs.Remove(pair);
    }

    public override void Tick(long now)
    {
        base.Tick(now);
        if (_agent.LastConsent is { } consent && Plan is not null)
        {
            if (now - consent > (long)_options.ConsentTimeout.TotalMicroseconds)
            {
                Session.Fail(Side, MediaFailure.ConsentExpired, "no connectivity check for too long");
            }
        }
        else if (now > _connectBy)
        {
            Session.Fail(Side, MediaFailure.IceFailed, "no verified connectivity check arrived in time");
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var ufrag in _registeredUfrags)
        {
            _multiplexer.Remove(ufrag);
        }
        foreach (var pair in _registeredPairs)
        {
            GiveUp(pair);
        }
    }

    protected override void Transmit(Packet packet, bool isRtcp)
    {
        if (_agent.SelectedPair is not { } pair)
        {
            Loop.Packets.Return(packet);
            return;
        }
        packet.Remote = pair.Remote;
        pair.Sender.Send(packet);
    }

    /// <summary>Brings the multiplexer up to date with the agent's ufrags and pairs.</summary>
    private void RefreshPairs()
    {
        foreach (var pair in _registeredPairs.Except(_agent.Pairs).ToList())
        {
            _registeredPairs.Remove(pair);
            GiveUp(pair);
        }
        foreach (var pair in _agent.Pairs)
        {
            _registeredPairs.Add(pair);
            _multiplexer.Add(pair, this);
        }
        Register();
    }

    private void GiveUp(CandidatePair pair)
    {
        _multiplexer.Remove(pair, this);
        pair.Sender.Release();
    }

    private void Register()
    {
        foreach (var ufrag in _registeredUfrags.Except(_agent.Ufrags).ToList())
        {
            _multiplexer.Remove(ufrag);
            _registeredUfrags.Remove(ufrag);
        }
        foreach (var ufrag in _agent.Ufrags)
        {
            if (_registeredUfrags.Add(ufrag))
            {
                _multiplexer.Add(ufrag, this);
            }
        }
    }
}
