using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>A page without a browser: it speaks the protocol of the gateway.</summary>
public sealed class GatewayClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _transactions;

    private GatewayClient(string address) => Address = address;

    public string Address { get; }

    /// <summary>Connects and registers an account.</summary>
    /// <param name="page">The phone page of the server.</param>
    /// <param name="address">The account.</param>
    /// <param name="password">Its password.</param>
    public static async Task<GatewayClient> LogInAsync(string page, string address, string password = "demo")
    {
        var client = new GatewayClient(address);
        client._socket.Options.AddSubProtocol("sylkRTC-2");
        await client._socket.ConnectAsync(new UriBuilder(page) { Scheme = "ws", Path = "/webrtcgateway/ws" }.Uri, CancellationToken.None);
        var ha1 = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{address.Replace('@', ':')}:{password}")));
        await client.SendAsync("account-add", new() { ["password"] = ha1 });
        await client.SendAsync("account-register", []);
        await client.WaitAsync(m => (string?)m["state"] == "registered");
        return client;
    }

    /// <summary>Sends a request of the account.</summary>
    public Task SendAsync(string name, JsonObject members)
    {
        members["sylkrtc"] = name;
        members["account"] = Address;
        members["transaction"] = $"t{++_transactions}";
        return _socket.SendAsync(Encoding.UTF8.GetBytes(members.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
    }

    public Task SendMessageAsync(string to, string id, string content) => SendAsync("account-message", new()
    {
        ["uri"] = to,
        ["message_id"] = id,
        ["content"] = content,
        ["content_type"] = "text/plain",
        // Not in January: linphone 5.1 counts months from 0 and takes it for none.
        ["timestamp"] = "2026-03-04T05:06:07.891Z",
    });

    /// <summary>The next message of a kind; others are passed over.</summary>
    public async Task<JsonObject> WaitAsync(Func<JsonObject, bool> isIt, TimeSpan? patience = null)
    {
        var seen = new List<string>();
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        while (true)
        {
            try
            {
                var message = await ReceiveAsync(timeout.Token);
                if (isIt(message))
                {
                    return message;
                }

                seen.Add(message.ToJsonString());
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"it did not come, but: {string.Join('\n', seen)}");
            }
        }
    }

    /// <summary>The messages of others that come up to one with this text, which is the last of them.</summary>
    public async Task<string[]> ReadMessagesAsync(string last)
    {
        var texts = new List<string>();
        do
        {
            texts.Add((string)(await WaitAsync(m => (string?)m["event"] == "message"))["content"]!);
        }
        while (texts[^1] != last);
        return [.. texts];
    }

    /// <summary>What became of a message, when the first word about it comes.</summary>
    public async Task<(string State, int Code)> ReadOutcomeAsync(string id, TimeSpan? patience = null)
    {
        var outcome = await WaitAsync(m => (string?)m["event"] == "disposition-notification" && (string?)m["message_id"] == id, patience);
        return ((string)outcome["state"]!, (int)outcome["code"]!);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonObject> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
    }
}
