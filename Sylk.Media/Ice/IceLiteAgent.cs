using System.Text;
using Sylk.Media.Plane;
using Sylk.Media.Sockets;
using Sylk.Media.Stun;

namespace Sylk.Media.Ice;

/// <summary>The lite side of ICE (RFC 8445 sections 2.5 and 7.3) for one transport: answers checks and keeps the pairs they
/// proved. Nothing changes by a message whose MESSAGE-INTEGRITY is not ours.</summary>
internal sealed class IceLiteAgent(IceCredentials credentials)
{
    /// <summary>More remote addresses than any browser has at once; beyond, the one silent for longest is forgotten.</summary>
    public const int MaxPairs = 16;

    private const int BadRequest = 400;
    private const int Unauthenticated = 401;
    private const int UnknownAttribute = 420;
    private const int RoleConflict = 487;

    private readonly List<CandidatePair> _pairs = [];
    private LocalCredentials _current = new(credentials, 0);
    private LocalCredentials? _previous;
    private byte[]? _remoteUfrag;

    /// <summary>The newest local credentials.</summary>
    public IceCredentials Local => _current.Credentials;

    /// <summary>Local ufrags by which this agent is to be found: one, two during a restart.</summary>
    public IEnumerable<UfragKey> Ufrags => _previous is null ? [_current.Key] : [_current.Key, _previous.Key];

    public IReadOnlyList<CandidatePair> Pairs => _pairs;

    /// <summary>Where to send: the pair nominated last, before any nomination the one verified last.</summary>
    public CandidatePair? SelectedPair { get; private set; }

    public bool IsNominated { get; private set; }

    /// <summary>When a check was last verified, in microseconds of the loop; <c>null</c> before the first.</summary>
    public long? LastConsent { get; private set; }

    /// <summary>Takes credentials signalled by the peer.</summary>
    /// <returns>Whether they differ from the ones before.</returns>
    public bool SetRemote(IceCredentials remote)
    {
        var ufrag = Encoding.UTF8.GetBytes(remote.Ufrag);
        if (_remoteUfrag is not null && _remoteUfrag.AsSpan().SequenceEqual(ufrag))
        {
            return false;
        }
        _remoteUfrag = ufrag;
        return true;
    }

    /// <summary>Makes new local credentials (RFC 8445 section 9); the old ones stay until the new ones nominate a pair.</summary>
    public IceCredentials Restart()
    {
        _previous ??= _current;
        _current = new(IceRandom.MakeCredentials(), _current.Generation + 1);
        return _current.Credentials;
    }

    /// <summary>Handles a Binding request that was addressed to one of <see cref="Ufrags"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="local">The first half of its USERNAME.</param>
    /// <param name="remoteUfrag">The second half of its USERNAME.</param>
    /// <param name="key">Where it arrived.</param>
    /// <param name="sender">Sends on that pair.</param>
    /// <param name="now">Microseconds of the loop.</param>
    /// <param name="response">Room for the response.</param>
    /// <param name="responseLength">Length of the response, 0 if there is none.</param>
    public IceCheckResult HandleRequest(
        in StunMessage request, UfragKey local, ReadOnlySpan<byte> remoteUfrag, PairKey key, IPacketSender sender, long now,
        Span<byte> response, out int responseLength)
    {
        responseLength = 0;
        var used = local == _current.Key ? _current : local == _previous?.Key ? _previous : null;
        if (used is null)
        {
            return IceCheckResult.Ignored;
        }
        if (!request.HasIntegrity)
        {
            return Refuse(request, BadRequest, null, response, out responseLength);
        }
        if (!request.VerifyIntegrity(used.Credential))
        {
            return Refuse(request, Unauthenticated, null, response, out responseLength);
        }
        if (request.FindUnknown() != 0)
        {
            return Refuse(request, UnknownAttribute, used.Credential, response, out responseLength);
        }
        if (request.TryGet(StunAttribute.IceControlled, out _))
        {
            // A lite agent is never controlling (section 6.1.1): the peer has to change its role.
            return Refuse(request, RoleConflict, used.Credential, response, out responseLength);
        }
        if (_remoteUfrag is not null && used == _current && !remoteUfrag.SequenceEqual(_remoteUfrag))
        {
            return Refuse(request, Unauthenticated, used.Credential, response, out responseLength);
        }
        var writer = new StunWriter(response, StunMessageType.BindingSuccess, request.TransactionId);
        writer.AddXorMappedAddress(key.Remote.ToEndPoint());
        writer.AddIntegrity(used.Credential);
        writer.AddFingerprint();
        responseLength = writer.Written.Length;
        LastConsent = now;
        return Validate(key, sender, used.Generation, now, request.TryGet(StunAttribute.UseCandidate, out _));
    }

    /// <summary>Forgets a pair whose TCP connection is gone.</summary>
    public void Remove(CandidatePair pair)
    {
        _pairs.Remove(pair);
        if (SelectedPair == pair)
        {
            SelectedPair = _pairs.MaxBy(other => other.LastCheck);
        }
    }

    private IceCheckResult Validate(PairKey key, IPacketSender sender, int generation, long now, bool nominate)
    {
        var pair = _pairs.Find(known => known.Key == key);
        if (pair is null)
        {
            MakeRoom();
            pair = new CandidatePair(key, sender);
            _pairs.Add(pair);
        }
        pair.LastCheck = now;
        pair.Generation = generation;
        if (nominate && generation == _current.Generation)
        {
            _previous = null;
            _pairs.RemoveAll(old => old.Generation != generation);
        }

        // An agent that nominates aggressively does so on every pair; one that moves nominates the new pair. The latest
        // serves both, since media is taken from all valid pairs.
        var select = nominate || !IsNominated;
        IsNominated |= nominate;
        if (!select || SelectedPair == pair)
        {
            return IceCheckResult.Verified;
        }
        SelectedPair = pair;
        return IceCheckResult.Selected;
    }

    private void MakeRoom()
    {
        if (_pairs.Count == MaxPairs)
        {
            _pairs.Remove(_pairs.Where(pair => pair != SelectedPair).MinBy(pair => pair.LastCheck)!);
        }
    }

    private static IceCheckResult Refuse(
        in StunMessage request, int code, StunCredential? credential, Span<byte> response, out int length)
    {
        var writer = new StunWriter(response, StunMessageType.BindingError, request.TransactionId);
        writer.AddErrorCode(code);
        if (code == UnknownAttribute)
        {
            Span<byte> type = [(byte)((ushort)request.FindUnknown() >> 8), (byte)request.FindUnknown()];
            writer.Add(StunAttribute.UnknownAttributes, type);
        }
        if (credential is not null)
        {
            writer.AddIntegrity(credential);
        }
        writer.AddFingerprint();
        length = writer.Written.Length;
        return IceCheckResult.Refused;
    }

    private sealed class LocalCredentials(IceCredentials credentials, int generation)
    {
        public IceCredentials Credentials { get; } = credentials;
        public int Generation { get; } = generation;
        public UfragKey Key { get; } = UfragKey.From(credentials.Ufrag);
        public StunCredential Credential { get; } = new(credentials.Password);
    }
}
