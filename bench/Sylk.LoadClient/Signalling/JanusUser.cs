using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sylk.LoadClient.Signalling;

/// <summary>Janus' own protocol with its SIP plugin; a guest, so that no registrar takes part.</summary>
internal sealed class JanusUser(Uri uri, string account) : IGatewayUser
{
    private readonly JsonSocket _socket = new();
    private long _session;
    private long _handle;
    private int _transaction;

    public async Task ConnectAsync()
    {
        await _socket.ConnectAsync(uri, "janus-protocol");
        _session = (await RequestAsync(new() { ["janus"] = "create" }, "success")).GetProperty("data").GetProperty("id").GetInt64();
        _handle = (await RequestAsync(new() { ["janus"] = "attach", ["plugin"] = "janus.plugin.sip" }, "success")).GetProperty("data").GetProperty("id").GetInt64();
        await RequestAsync(new() { ["janus"] = "message", ["body"] = new JsonObject { ["request"] = "register", ["type"] = "guest", ["username"] = $"sip:{account}" } }, "ack");
        await _socket.WaitAsync(m => Event(m) == "registered", "registered");
    }

    public async Task<string> CallAsync(string target, string offer)
    {
        await RequestAsync(new()
        {
            ["janus"] = "message",
            ["body"] = new JsonObject { ["request"] = "call", ["uri"] = $"sip:{target}" },
            ["jsep"] = new JsonObject { ["type"] = "offer", ["sdp"] = offer },
        }, "ack");
        var accepted = await _socket.WaitAsync(m => Event(m) is "accepted" or "hangup", "answer");
        return accepted.TryGetProperty("jsep", out var jsep) ? jsep.GetProperty("sdp").GetString()! : throw new InvalidOperationException(accepted.GetRawText());
    }

    public async Task HangUpAsync()
    {
        await RequestAsync(new() { ["janus"] = "message", ["body"] = new JsonObject { ["request"] = "hangup" } }, "ack");
        await _socket.WaitAsync(m => Event(m) == "hangup", "hangup");
    }

    private async Task<JsonElement> RequestAsync(JsonObject request, string answer)
    {
        var transaction = $"t{++_transaction}";
        request["transaction"] = transaction;
        if (_session != 0)
        {
            request["session_id"] = _session;
        }

        if (_handle != 0)
        {
            request["handle_id"] = _handle;
        }

        await _socket.SendAsync(request);
        return await _socket.WaitAsync(m => m.TryGetProperty("transaction", out var t) && t.GetString() == transaction
            && m.GetProperty("janus").GetString() == answer, answer);
    }

    private static string? Event(JsonElement message) =>
        message.TryGetProperty("plugindata", out var plugin) && plugin.GetProperty("data").TryGetProperty("result", out var result)
        && result.TryGetProperty("event", out var name) ? name.GetString() : null;

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
