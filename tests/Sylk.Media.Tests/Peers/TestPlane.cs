using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.Media.Plane;

namespace Sylk.Media.Tests.Peers;

/// <summary>A media plane on free loopback ports with one session open.</summary>
internal sealed class TestPlane : IDisposable
{
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();

    public TestPlane(Func<MediaPlaneOptions, MediaPlaneOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new MediaPlaneOptions { WebRtcPort = 0, RtpPortStart = 0 };
        Plane = new MediaPlane(configure?.Invoke(options) ?? options, time ?? TimeProvider.System, NullLogger<MediaPlane>.Instance);
        Session = Plane.OpenSession("test", media => _events.Writer.TryWrite(media));
    }

    public MediaPlane Plane { get; }

    public MediaSessionId Session { get; }

    public Task<WebRtcTransportInfo> OpenWebRtcAsync(MediaSide side) =>
        Plane.OpenWebRtcTransportAsync(Session, side, CancellationToken.None);

    public Task<RtpTransportInfo> OpenRtpAsync(MediaSide side) => Plane.OpenRtpTransportAsync(Session, side, CancellationToken.None);

    public void Apply(params LegPlan[] legs) => Plane.Apply(Session, legs);

    public Task<MediaStatistics> StatisticsAsync() => Plane.GetStatisticsAsync(Session, CancellationToken.None);

    /// <summary>The next event of a type; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>(Predicate<T>? match = null) where T : MediaEvent
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (true)
        {
            if (await _events.Reader.ReadAsync(limit.Token) is T wanted && match?.Invoke(wanted) != false)
            {
                return wanted;
            }
        }
    }

    /// <summary>Completes when the loop has looked at everything that had come before.</summary>
    public async Task SettleAsync()
    {
        // The first answer may be of a round that had begun.
        await StatisticsAsync();
        await StatisticsAsync();
    }

    /// <summary>Has a second session, begun now, time out because nothing comes of its phone.</summary>
    public async Task WaitForAnotherSessionToTimeOutAsync()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = Plane.OpenSession("another", happened => { if (happened is MediaFailed) { failed.TrySetResult(); } });
        using var phone = new FakePhone();
        var transport = await Plane.OpenRtpTransportAsync(session, MediaSide.A, CancellationToken.None);
        Plane.Apply(session, [Plans.Rtp(MediaSide.A, phone.For(transport), Plans.Audio(transport.Id, Plans.Opus(96)))]);
        await failed.Task.WaitAsync(Wait.Limit);
    }

    public bool HasEvent(Predicate<MediaEvent> match)
    {
        while (_events.Reader.TryRead(out var media))
        {
            if (match(media))
            {
                return true;
            }
        }
        return false;
    }

    public void Dispose() => Plane.Dispose();
}
