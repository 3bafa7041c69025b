using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;

namespace Sylk.WebRtcGateway.Push;

/// <summary>Payloads on their way to the push server: a few at a time, in order of arrival; what failed for the moment comes again
/// later. Of what does not fit into the queue the newest is dropped. May be used from any thread.</summary>
internal sealed class PushQueue : IAsyncDisposable
{
    private const int Capacity = 10_000;
    private const int Workers = 8;
    private const int MaxAttempts = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<(PushPayload Payload, int Attempts)> _due = Channel.CreateUnbounded<(PushPayload, int)>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly PushServer _server;
    private readonly IPushTokenStore _tokens;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _working;
    private int _count;

    public PushQueue(PushServer server, IPushTokenStore tokens, TimeProvider time, ILogger logger)
    {
        _server = server;
        _tokens = tokens;
        _time = time;
        _logger = logger;
        _working = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync)));
    }

    public void Add(PushPayload payload)
    {
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Decrement(ref _count);
            _logger.LogPushDropped(payload.Account);
            return;
        }

        _due.Writer.TryWrite((payload, 0));
    }

    /// <summary>Stops; what waits is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _working;
        _stopped.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var (payload, attempts) in _due.Reader.ReadAllAsync(_stopped.Token))
            {
                await TryAsync(payload, attempts + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task TryAsync(PushPayload payload, int attempts)
    {
        try
        {
            await SendAsync(payload, attempts);
        }
#pragma warning disable CA1031 // Whatever it is, it is one device's and not the queue's.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Interlocked.Decrement(ref _count);
            _logger.LogPushFailed(e, payload.Account);
        }
    }

    private async Task SendAsync(PushPayload payload, int attempts)
    {
        var outcome = await _server.SendAsync(payload, _stopped.Token);
        if (outcome == PushOutcome.TryAgain && attempts < MaxAttempts)
        {
            _ = RepeatAsync(payload, attempts);
            return;
        }

        if (outcome == PushOutcome.TokenExpired)
        {
            await ForgetAsync(payload);
        }
        else if (outcome == PushOutcome.TryAgain)
        {
            _logger.LogPushGivenUp(payload.Account, attempts);
        }

        Interlocked.Decrement(ref _count);
    }

    /// <summary>Lets a payload come again: after 1 s, 2 s, 4 s and so on, each up to half as long again, so that many which failed
    /// together do not come back together.</summary>
    private async Task RepeatAsync(PushPayload payload, int attempts)
    {
        try
        {
            await Task.Delay(FirstDelay * Math.Pow(2, attempts - 1) * (1 + (Random.Shared.NextDouble() / 2)), _time, _stopped.Token);
            _due.Writer.TryWrite((payload, attempts));
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task ForgetAsync(PushPayload payload)
    {
        try
        {
            await _tokens.RemoveTokenAsync(payload.Account, payload.Token, _stopped.Token);
            _logger.LogPushTokenExpired(payload.Account, payload.Platform);
        }
        catch (StoreException e)
        {
            _logger.LogPushTokensUnavailable(payload.Account, e.Message);
        }
    }
}
