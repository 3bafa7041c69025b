using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sylk.Abstractions;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Accounts;
using Sylk.WebRtcGateway.Http;
using Sylk.WebRtcGateway.Messages;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Push;

/// <summary>Tells the push server of what happened to accounts, once for each of their devices.</summary>
internal sealed class PushService : IPush, IAsyncDisposable
{
    private const int MaxContent = 2000;
    private const int MaxResponse = 64 * 1024;
    private const int MaxMissedCalls = 1000;
    private const int MaxEvents = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly string[] PushedTypes = ["text/plain", "text/html", "application/sylk-file-transfer"];

    private readonly PushSettings _settings;
    private readonly IStore _store;
    private readonly AccountDevices _devices;
    private readonly ILogger _logger;
    private readonly HttpClient _http = RemoteService.Connect(Timeout, MaxResponse, maxConnections: 8);
    private readonly PushQueue? _queue;
    private readonly Channel<(AccountAddress Account, Func<ValueTask<PushEvent>> Make)> _events =
        Channel.CreateBounded<(AccountAddress, Func<ValueTask<PushEvent>>)>(MaxEvents);
    private readonly Task _running;
    private readonly Lock _lock = new();
    private readonly Queue<(AccountAddress, string)> _missedCalls = [];

    /// <param name="settings">The table <c>[push]</c>.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="devices">The devices that are connected.</param>
    public PushService(PushSettings settings, IApplicationContext context, AccountDevices devices)
    {
        _settings = settings;
        _store = context.Store;
        _devices = devices;
        _logger = context.Logger;
        _queue = settings.Url.Length == 0
            ? null
            : new(new(_http, new(settings.Url), _logger), _store.PushTokens, context.Time, _logger);
        _running = _queue is null ? Task.CompletedTask : RunAsync(_queue);
    }

    public void MessageStored(AccountAddress account, AccountAddress sender, ChatMessage message)
    {
        if (sender != account && PushedTypes.Contains(ContentTypes.Essence(message.ContentType)))
        {
            // What waits is many events: they hold no more of their messages than is told.
            var (from, type, dispositions) = (message.Sender, message.ContentType, message.Dispositions);
            var content = _settings.IncludeContent ? Shortened(message.Content) : null;
            Wake(account, async () => new MessagePush(Guid.NewGuid().ToString(), from, await BadgeAsync(account, dispositions), type, content));
        }
    }

    public void CallMissed(AccountAddress account, string callId, Identity caller, bool hasVideo)
    {
        if (_settings.MissedCalls && IsNews(account, callId))
        {
            Wake(account, () => ValueTask.FromResult<PushEvent>(new MissedCallPush(callId, caller, hasVideo)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _running;
        if (_queue is not null)
        {
            await _queue.DisposeAsync();
        }

        _http.Dispose();
    }

    private void Wake(AccountAddress account, Func<ValueTask<PushEvent>> make)
    {
        if (_queue is not null && !_events.Writer.TryWrite((account, make)))
        {
            _logger.LogPushDropped(account);
        }
    }

    private async Task RunAsync(PushQueue queue)
    {
        await foreach (var (account, make) in _events.Reader.ReadAllAsync())
        {
            try
            {
                await WakeAsync(queue, account, make);
            }
            catch (StoreException e)
            {
                _logger.LogPushTokensUnavailable(account, e.Message);
            }
#pragma warning disable CA1031 // Whatever it is, it is one event's and not that of those behind it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _logger.LogPushFailed(e, account);
            }
        }
    }

    private async Task WakeAsync(PushQueue queue, AccountAddress account, Func<ValueTask<PushEvent>> make)
    {
        var devices = await _store.PushTokens.ListAsync(account);
        var awake = _settings.SkipOnline ? _devices.Of(account).Select(d => d.Push).ToList() : [];
        var sleeping = devices.Where(d => !awake.Any(a => a?.App == d.AppId && a.Id == d.DeviceId)).ToList();
        if (sleeping.Count > 0)
        {
            var happened = await make();
            sleeping.ForEach(d => queue.Add(PushPayload.Of(happened, account, d)));
        }
    }

    /// <summary>How many messages are unread, this one among them.</summary>
    private async ValueTask<int> BadgeAsync(AccountAddress account, MessageDispositions? dispositions)
    {
        var unread = await _store.Journals.CountUnreadAsync(account, PushedTypes);
        return dispositions?.HasFlag(MessageDispositions.Display) == true ? Math.Max(unread, 1) : unread + 1;
    }

    /// <summary>Cuts a text, not through the middle of a character.</summary>
    private static string Shortened(string text) =>
        text.Length <= MaxContent ? text : text[..(char.IsHighSurrogate(text[MaxContent - 1]) ? MaxContent - 1 : MaxContent)];

    private bool IsNews(AccountAddress account, string callId)
    {
        lock (_lock)
        {
            if (_missedCalls.Contains((account, callId)))
            {
                return false;
            }

            _missedCalls.Enqueue((account, callId));
            if (_missedCalls.Count > MaxMissedCalls)
            {
                _missedCalls.Dequeue();
            }

            return true;
        }
    }
}
