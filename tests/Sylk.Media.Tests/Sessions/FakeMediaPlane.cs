using System.Net;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;
using Sylk.Media.Sdp;

namespace Sylk.Media.Tests.Sessions;

/// <summary>A media plane that opens nothing and remembers everything.</summary>
internal sealed class FakeMediaPlane : IMediaPlane
{
    private readonly Dictionary<int, (MediaSide Side, MediaLegKind Kind)> _open = [];
    private int _lastId;

    public IPAddress Address { get; init; } = IPAddress.Parse("192.0.2.1");

    public int? MaxTransports { get; set; }

    public TaskCompletionSource? BlockOpening { get; set; }

    public List<IReadOnlyList<LegPlan>> Applied { get; } = [];

    public List<TransportId> Closed { get; } = [];

    public List<MediaSide> KeyFrameRequests { get; } = [];

    public Action<MediaEvent>? Events { get; private set; }

    public bool IsSessionOpen { get; private set; }

    public int OpenCount => _open.Count;

    public int RestartCount { get; private set; }

    public LegPlan Plan(MediaSide side) => Applied[^1].Single(plan => plan.Side == side);

    public IEnumerable<int> OpenOn(MediaSide side) => _open.Where(transport => transport.Value.Side == side).Select(transport => transport.Key);

    public MediaSessionId OpenSession(string label, Action<MediaEvent> events)
    {
        Assert.False(IsSessionOpen);
        IsSessionOpen = true;
        Events = events;
        return new(7);
    }

    public async Task<WebRtcTransportInfo> OpenWebRtcTransportAsync(MediaSessionId session, MediaSide side, CancellationToken cancellationToken)
    {
        int id = await OpenAsync(side, MediaLegKind.WebRtc, cancellationToken).ConfigureAwait(false);
        LocalCandidate[] candidates =
        [
            new("1", 2130706431, IsTcp: false, new(Address, 10889)),
            new("2", 2130706175, IsTcp: false, new(IPAddress.Parse("2001:db8::1"), 10889)),
            new("3", 1694498815, IsTcp: true, new(Address, 10889)),
        ];
        return new(new(id), new($"ufrag{id}", $"password-of-transport-{id}".Replace('-', '+')), Fingerprint(), candidates);
    }

    public Task<IceCredentials> RestartIceAsync(MediaSessionId session, TransportId transport, CancellationToken cancellationToken)
    {
        Assert.Contains(transport.Value, _open.Keys);
        RestartCount++;
        return Task.FromResult(new IceCredentials($"restart{RestartCount}", $"password+of+restart+{RestartCount}+"));
    }

    public async Task<RtpTransportInfo> OpenRtpTransportAsync(MediaSessionId session, MediaSide side, CancellationToken cancellationToken)
    {
        int id = await OpenAsync(side, MediaLegKind.Rtp, cancellationToken).ConfigureAwait(false);
        return new(new(id), new(Address, 50000 + (2 * id)), new(Address, 50001 + (2 * id)), Fingerprint());
    }

    public void CloseTransport(MediaSessionId session, TransportId transport)
    {
        Assert.True(_open.Remove(transport.Value), "closed twice");
        Closed.Add(transport);
    }

    public void Apply(MediaSessionId session, IReadOnlyList<LegPlan> legs)
    {
        Assert.All(legs.SelectMany(leg => leg.Transports), transport => Assert.Contains(transport.Id.Value, _open.Keys));
        Assert.All(legs, leg => Assert.All(leg.Streams, stream => Assert.Contains(leg.Transports, transport => transport.Id == stream.Transport)));
        Applied.Add(legs);
    }

    public void RequestKeyFrame(MediaSessionId session, MediaSide side) => KeyFrameRequests.Add(side);

    public Task<MediaStatistics> GetStatisticsAsync(MediaSessionId session, CancellationToken cancellationToken) =>
        Task.FromResult(new MediaStatistics([new() { Side = MediaSide.A, Kind = "audio", Codec = "opus" }]));

    public Task CloseSessionAsync(MediaSessionId session)
    {
        Assert.True(IsSessionOpen);
        IsSessionOpen = false;
        _open.Clear();
        return Task.CompletedTask;
    }

    private static CertificateFingerprint Fingerprint()
    {
        Assert.True(FingerprintAttribute.TryParse("sha-256 " + string.Join(':', Enumerable.Repeat("AB", 32)), out CertificateFingerprint fingerprint));
        return fingerprint;
    }

    private async Task<int> OpenAsync(MediaSide side, MediaLegKind kind, CancellationToken cancellationToken)
    {
        Assert.True(IsSessionOpen);
        if (BlockOpening is { } block)
        {
            await block.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_open.Count >= MaxTransports)
        {
            throw new MediaException(MediaError.NoResources, "No port free.");
        }

        _open.Add(++_lastId, (side, kind));
        return _lastId;
    }
}
