using System.Collections.Concurrent;
using System.Threading.Channels;
using Sylk.Abstractions.Media;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>Media that put their mark on every description: <c>relayed SDP</c>.</summary>
internal sealed class FakeRelay(MediaLegOptions a, MediaLegOptions b) : IMediaRelay
{
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MediaLegOptions A => a;

    public MediaLegOptions B => b;

    public ConcurrentQueue<string> Candidates { get; } = [];

    /// <summary>What <see cref="TryAnswerLocallyAsync"/> gives.</summary>
    public string? LocalAnswer { get; set; }

    /// <summary>What it gives when a hold is to be answered too.</summary>
    public string? HoldAnswer { get; set; }

    /// <summary>Whether the browser's media path comes up by itself.</summary>
    public bool IsQuick { get; init; }

    public bool RolledBack { get; private set; }

    public Task Disposed => _disposed.Task.WaitAsync(Deadline.Time);

    public ChannelReader<MediaEvent> Events => _events.Reader;

    public void Tell(MediaEvent happened) => _events.Writer.TryWrite(happened);

    public void AddRemoteCandidate(MediaSide side, string candidate) => Candidates.Enqueue($"{side} {candidate}");

    /// <summary>Sides that were asked for a key frame.</summary>
    public Channel<MediaSide> KeyFrameRequests { get; } = Channel.CreateUnbounded<MediaSide>();

    /// <summary>Answers taken without an offer of the other side.</summary>
    public Channel<string> Applied { get; } = Channel.CreateUnbounded<string>();

    public void RequestKeyFrame(MediaSide side) => KeyFrameRequests.Writer.TryWrite(side);

    public Task<MediaStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<string> RelayOfferAsync(MediaSide from, string offer, CancellationToken cancellationToken = default) => offer.Contains("nothing", StringComparison.Ordinal)
        ? throw new MediaException(MediaError.NotAcceptable, "nothing can pass")
        : Task.FromResult($"offer of {from}");

    /// <summary>Whether the last exchange of offer and answer is over.</summary>
    public bool IsFinal { get; private set; }

    public Task<string> RelayAnswerAsync(MediaSide from, string answer, bool isFinal, CancellationToken cancellationToken = default)
    {
        IsFinal = isFinal;
        if (IsQuick)
        {
            Tell(new MediaEstablished(MediaSide.A));
        }

        return Task.FromResult($"answer of {from}: {(answer.StartsWith("v=", StringComparison.Ordinal) ? "v" : answer)}");
    }

    public Task<string> CreateOfferAsync(MediaSide to, CancellationToken cancellationToken = default) => Task.FromResult($"offer to {to}");

    public Task ApplyAnswerAsync(MediaSide from, string answer, CancellationToken cancellationToken = default)
    {
        Applied.Writer.TryWrite($"{from} {answer[..Math.Min(answer.Length, 20)].Trim()}");
        return Task.CompletedTask;
    }

    public Task<string?> TryAnswerLocallyAsync(MediaSide from, string offer, bool holdToo = false, CancellationToken cancellationToken = default) =>
        Task.FromResult(holdToo ? HoldAnswer ?? LocalAnswer : LocalAnswer);

    public Task RollbackAsync()
    {
        RolledBack = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
