using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sylk.LoadClient.Signalling;

/// <summary>sylkRTC-2.</summary>
internal sealed class SylkUser(Uri uri, string account) : IGatewayUser
{
    private readonly JsonSocket _socket = new();
    private int _transaction;
    private string _session = "";

    public async Task ConnectAsync()
    {
        await _socket.ConnectAsync(uri, "sylkRTC-2");
        await _socket.WaitAsync(m => Is(m, "sylkrtc", "ready-event"), "ready-event");
        await RequestAsync(new() { ["sylkrtc"] = "account-add", ["account"] = account, ["password"] = "00112233445566778899aabbccddeeff", ["display_name"] = "Load", ["user_agent"] = "load" });
    }

    public async Task<string> CallAsync(string target, string offer)
    {
        _session = Guid.NewGuid().ToString();
        await RequestAsync(new() { ["sylkrtc"] = "session-create", ["session"] = _session, ["account"] = account, ["uri"] = target, ["sdp"] = offer });
        var accepted = await _socket.WaitAsync(m => Is(m, "event", "state") && m.GetProperty("state").GetString() is "accepted" or "terminated", "answer");
        return accepted.TryGetProperty("sdp", out var sdp) ? sdp.GetString()! : throw new InvalidOperationException(accepted.GetRawText());
    }

    public async Task HangUpAsync()
    {
        await RequestAsync(new() { ["sylkrtc"] = "session-terminate", ["session"] = _session });
        await _socket.WaitAsync(m => Is(m, "state", "terminated"), "terminated");
    }

    /// <summary>Sends a request and waits for its ack.</summary>
    public async Task RequestAsync(JsonObject request)
    {
        var transaction = $"t{++_transaction}";
        request["transaction"] = transaction;
        await _socket.SendAsync(request);
        var response = await _socket.WaitAsync(m => Is(m, "transaction", transaction), "response");
        if (!Is(response, "sylkrtc", "ack"))
        {
            throw new InvalidOperationException(response.GetRawText());
        }
    }

    private static bool Is(JsonElement message, string name, string value) =>
        message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() == value;

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
