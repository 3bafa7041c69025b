using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sylk.LoadClient.Servers;

namespace Sylk.LoadClient.Signalling;

/// <summary>A browser whose account is registered, so that it may send messages and read its journal; sylkRTC-2.</summary>
internal sealed class MessageUser(Uri uri, string account) : IAsyncDisposable
{
    private readonly JsonSocket _socket = new();

    public string Account => account;

    public async Task RegisterAsync()
    {
        await _socket.ConnectAsync(uri, "sylkRTC-2");
        await _socket.WaitAsync(m => Is(m, "sylkrtc", "ready-event"), "ready-event");
        await SendAsync("add", new()
        {
            ["sylkrtc"] = "account-add",
            ["account"] = account,
            ["password"] = Ha1(account, SylkSettings.Password),
            ["display_name"] = "Load",
            ["user_agent"] = "load",
        });
        await SendAsync("register", new() { ["sylkrtc"] = "account-register", ["account"] = account });
        await _socket.WaitAsync(m => Is(m, "state", "registered"), "registration");
    }

    /// <summary>Sends a message and does not wait for its ack, whose transaction is the id.</summary>
    public Task SendMessageAsync(string receiver, string id, string content) => SendAsync(id, new()
    {
        ["sylkrtc"] = "account-message",
        ["account"] = account,
        ["uri"] = receiver,
        ["message_id"] = id,
        ["content"] = content,
        ["content_type"] = "text/plain",
        ["timestamp"] = Now,
    });

    /// <summary>Tells the sender of a message what became of it.</summary>
    public Task NotifyAsync(string sender, string id, string state) => SendAsync($"{id} {state}", new()
    {
        ["sylkrtc"] = "account-disposition-notification",
        ["account"] = account,
        ["uri"] = sender,
        ["message_id"] = id,
        ["state"] = state,
        ["timestamp"] = Now,
    });

    /// <summary>Reads the whole journal.</summary>
    public async Task<JsonElement> SyncAsync()
    {
        await SendAsync("sync", new() { ["sylkrtc"] = "account-sync-conversations", ["account"] = account, ["limit"] = null });
        return (await _socket.WaitAsync(m => Is(m, "event", "sync-conversations"), "sync-conversations")).GetProperty("messages");
    }

    /// <summary>The next message of the server, whatever it is.</summary>
    public Task<JsonElement> NextAsync() => _socket.WaitAsync(_ => true, "message of the server");

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>What a browser gives in the place of a password (RFC 2617 section 3.2.2.2).</summary>
    private static string Ha1(string account, string password)
    {
        var (user, domain) = (account.Split('@')[0], account.Split('@')[1]);
#pragma warning disable CA5351 // The protocol has it so.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{domain}:{password}")));
#pragma warning restore CA5351
    }

    private Task SendAsync(string transaction, JsonObject request)
    {
        request["transaction"] = transaction;
        return _socket.SendAsync(request);
    }

    private static bool Is(JsonElement message, string name, string value) =>
        message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() == value;
}
