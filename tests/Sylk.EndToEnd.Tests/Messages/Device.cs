using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sylk.EndToEnd.Tests.Messages;

/// <summary>A device of an account, as a page would be, without media: logs in, asks for what it has missed, and keeps the
/// conversations of its account. What was not acknowledged when the connection broke is sent again.</summary>
internal sealed class Device : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly string _account;
    private readonly string _password;
    private readonly Lock _lock = new();
    private readonly Conversation _conversation;
    private readonly Dictionary<string, JsonObject> _unacknowledged = [];
    private readonly HashSet<string> _acknowledged = [];
    private Link? _link;

    /// <param name="page">Address of the phone page.</param>
    /// <param name="account">user@domain</param>
    /// <param name="password">In the clear.</param>
    public Device(string page, string account, string password = "demo")
    {
        _server = new UriBuilder(new Uri(page)) { Scheme = "ws", Path = "/webrtcgateway/ws" }.Uri;
        (_account, _password) = (account, password);
        _conversation = new(account);
    }

    public string Account => _account;

    public bool IsConnected => _link?.IsOpen == true;

    /// <summary>Looks at the conversations.</summary>
    public T Look<T>(Func<Conversation, T> look)
    {
        lock (_lock)
        {
            return look(_conversation);
        }
    }

    /// <summary>Ids of the messages of this device of which the server has said that it has them.</summary>
    public IReadOnlySet<string> Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.ToHashSet();
            }
        }
    }

    /// <summary>Connects, in the place of an earlier connection, logs in and catches up.</summary>
    public async Task ConnectAsync()
    {
        await DisposeAsync();
        lock (_lock)
        {
            _conversation.IsCaughtUp = false;
        }

        var link = new Link(Take);
        await link.OpenAsync(_server);
        await link.RequestAsync(new() { ["sylkrtc"] = "account-add", ["account"] = _account, ["password"] = Ha1() });
        var registered = link.WaitAsync(e => Is(e, "registration-state") && e.GetProperty("state").GetString() is "registered" or "failed");
        await link.RequestAsync(new() { ["sylkrtc"] = "account-register", ["account"] = _account });
        Assert.Equal("registered", (await registered).GetProperty("state").GetString());
        _link = link;
        await SyncAsync(link);
        foreach (var request in Unacknowledged())
        {
            await SubmitAgainAsync(link, request);
        }
    }

    /// <summary>The network goes; nobody says goodbye.</summary>
    public void Vanish() => _link?.Abort();

    /// <summary>Sends a text. Returns when the server has it; throws when the connection broke: it is sent again with the next.</summary>
    public Task SendAsync(string contact, string text) => SendAsync(Begin(contact, text));

    /// <summary>Sends many texts without waiting in between.</summary>
    public async Task SendAllAsync(string contact, IEnumerable<string> texts) =>
        await Task.WhenAll(texts.Select(t => Begin(contact, t)).ToList().Select(SendAsync));

    public Task MarkReadAsync(string contact) => ChangeAsync(
        new() { ["sylkrtc"] = "account-mark-conversation-read", ["account"] = _account, ["contact"] = contact }, c => c.MarkRead(contact));

    /// <summary>Tells the senders that their messages were shown, and the own devices that the conversation was read.</summary>
    public async Task ReadAsync(string contact)
    {
        foreach (var message in Look(c => c.UnreadOf(contact).ToList()))
        {
            await NotifyAsync(message.Contact, message.Id, "displayed");
        }

        await MarkReadAsync(contact);
    }

    public Task RemoveAsync(string contact, string id) => ChangeAsync(
        new() { ["sylkrtc"] = "account-remove-message", ["account"] = _account, ["contact"] = contact, ["message_id"] = id }, c => c.Remove(id));

    public Task RemoveConversationAsync(string contact) => ChangeAsync(
        new() { ["sylkrtc"] = "account-remove-conversation", ["account"] = _account, ["contact"] = contact }, c => c.RemoveAll(contact));

    public Task NotifyAsync(string contact, string id, string state) => Open().RequestAsync(new()
    {
        ["sylkrtc"] = "account-disposition-notification", ["account"] = _account, ["uri"] = contact,
        ["message_id"] = id, ["state"] = state, ["timestamp"] = "2026-01-01T00:00:00.000Z",
    });

    public async ValueTask DisposeAsync()
    {
        if (_link is { } link)
        {
            _link = null;
            await link.DisposeAsync();
        }
    }

    private Link Open() => _link ?? throw new WebSocketException("not connected");

    private JsonObject Begin(string contact, string text)
    {
        var request = new JsonObject
        {
            ["sylkrtc"] = "account-message", ["account"] = _account, ["uri"] = contact, ["message_id"] = Guid.NewGuid().ToString(),
            ["content"] = text, ["content_type"] = "text/plain", ["timestamp"] = "2026-01-01T00:00:00.000Z",
        };
        lock (_lock)
        {
            _unacknowledged.Add((string)request["message_id"]!, request);
        }

        return request;
    }

    private Task SendAsync(JsonObject request) => SubmitAsync(Open(), request);

    private Task SubmitAsync(Link link, JsonObject request)
    {
        var id = (string)request["message_id"]!;
        return link.RequestAsync(request, () =>
        {
            // In the order of the journal, as far as this connection is told.
            _conversation.Add(new(id, (string)request["uri"]!, true, (string)request["content"]!, "pending", false));
            _unacknowledged.Remove(id);
            _acknowledged.Add(id);
        });
    }

    /// <summary>It may have been stored, and removed by another device meanwhile: then it is refused.</summary>
    private async Task SubmitAgainAsync(Link link, JsonObject request)
    {
        try
        {
            await SubmitAsync(link, request);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("message_id", StringComparison.Ordinal))
        {
            lock (_lock)
            {
                _unacknowledged.Remove((string)request["message_id"]!);
            }
        }
    }

    private Task ChangeAsync(JsonObject request, Action<Conversation> change) => Open().RequestAsync(request, () => change(_conversation));

    private List<JsonObject> Unacknowledged()
    {
        lock (_lock)
        {
            return [.. _unacknowledged.Values];
        }
    }

    /// <summary>Asks for what came after the newest entry that is known, until there is no more.</summary>
    private async Task SyncAsync(Link link)
    {
        for (var count = 1; count > 0;)
        {
            var answer = link.WaitAsync(e => Is(e, "sync-conversations"));
            await link.RequestAsync(new()
            {
                ["sylkrtc"] = "account-sync-conversations", ["account"] = _account, ["message_id"] = Look(c => c.LastId), ["limit"] = 700,
            });
            count = (await answer).GetProperty("messages").GetArrayLength();
        }
    }

    private void Take(JsonElement message, Action? acknowledged)
    {
        lock (_lock)
        {
            acknowledged?.Invoke();
            if (message.GetProperty("sylkrtc").GetString() != "account-event")
            {
                return;
            }

            _conversation.Take(message);
            _conversation.IsCaughtUp |= Is(message, "sync-conversations") && message.GetProperty("messages").GetArrayLength() == 0;
        }

        // Who gets a message that asks for it says that it has come; the journal tells whether that has been said.
        foreach (var (contact, id) in Arrivals(message))
        {
            _ = NotifyDeliveredAsync(contact, id);
        }
    }

    private static IEnumerable<(string Contact, string Id)> Arrivals(JsonElement message) => message.GetProperty("event").GetString() switch
    {
        "message" when Asks(message.GetProperty("disposition_notification")) =>
            [(message.GetProperty("sender").GetProperty("uri").GetString()!, message.GetProperty("message_id").GetString()!)],
        "sync-conversations" => [.. message.GetProperty("messages").EnumerateArray()
            .Where(e => e.GetProperty("direction").GetString() == "incoming" && Asks(e.GetProperty("disposition")))
            .Select(e => (e.GetProperty("contact").GetString()!, e.GetProperty("message_id").GetString()!))],
        _ => [],
    };

    private static bool Asks(JsonElement dispositions) =>
        dispositions.ValueKind == JsonValueKind.Array && dispositions.EnumerateArray().Any(d => d.GetString() == "positive-delivery");

    private async Task NotifyDeliveredAsync(string contact, string id)
    {
        try
        {
            await NotifyAsync(contact, id, "delivered");
        }
        catch (WebSocketException)
        {
            // The journal brings the message again.
        }
    }

    private static bool Is(JsonElement message, string name) => message.TryGetProperty("event", out var e) && e.GetString() == name;

    private string Ha1()
    {
        var (user, domain) = (_account.Split('@')[0], _account.Split('@')[1]);
#pragma warning disable CA5351 // It is what digest authentication needs.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{domain}:{_password}")));
#pragma warning restore CA5351
    }
}
