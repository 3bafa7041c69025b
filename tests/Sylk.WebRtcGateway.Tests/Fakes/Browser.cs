using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Sylk.WebRtcGateway.Tests.Fakes;

/// <summary>A page with a connection to the gateway.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly JsonSchema Version1 = JsonSchema.Load("v1-events");
    private static readonly JsonSchema Version2 = JsonSchema.Load("events");

    /// <summary>What we have added to the protocol.</summary>
    private static readonly JsonSchema Own = JsonSchema.Load("own-events");

    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[64 * 1024];
    private JsonSchema _schema = null!;
    private int _transactions;

    /// <summary>What the gateway has given it to keep.</summary>
    public CookieContainer Cookies { get; private init; } = null!;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>The sub-protocol agreed upon.</summary>
    public string? Protocol => _socket.SubProtocol;

    /// <summary>Connects and awaits the first message.</summary>
    /// <param name="server">Where the gateway is.</param>
    /// <param name="protocols">The sub-protocols offered, separated by blanks.</param>
    /// <param name="origin">The page.</param>
    /// <param name="cookies">Those of a browser that has been here before.</param>
    public static async Task<Browser> ConnectAsync(Uri server, string protocols = "sylkRTC-2", string? origin = null, CookieContainer? cookies = null)
    {
        var browser = new Browser { Cookies = cookies ?? new() };
        browser._socket.Options.Cookies = browser.Cookies;
        foreach (var protocol in protocols.Split(' '))
        {
            browser._socket.Options.AddSubProtocol(protocol);
        }

        if (origin is not null)
        {
            browser._socket.Options.SetRequestHeader("Origin", origin);
        }

        await browser._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/webrtcgateway/ws" }.Uri, CancellationToken.None);
        var isVersion1 = browser.Protocol == "sylkRTC-1";
        browser._schema = isVersion1 ? Version1 : Version2;
        await browser.ExpectAsync(isVersion1 ? """{"sylkrtc":"event","event":"ready"}""" : """{"sylkrtc":"ready-event"}""");
        return browser;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next message, or <c>null</c> when the gateway has closed. Every message is checked against the schemas of
    /// the protocol.</summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        using var timeout = new CancellationTokenSource(Deadline.Time);
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), timeout.Token);
            length += part.Count;
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }
        }
        while (!part.EndOfMessage);
        if (part.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        var message = JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
        Assert.True(_schema.IsValid(message) || Own.IsValid(message), $"not valid by the schema: {message.ToJsonString()}");
        return message;
    }

    /// <summary>Checks the next message, whatever the order of its members.</summary>
    public async Task ExpectAsync(string message)
    {
        var received = await ReceiveAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(message), received), $"expected {message}\nreceived {received?.ToJsonString()}");
    }

    /// <summary>Sends a request, whose transaction is added, and expects its ack.</summary>
    public async Task RequestAsync(string request) => await ExpectAsync($$"""{"sylkrtc":"ack","transaction":"{{await StartAsync(request)}}"}""");

    /// <summary>Sends a request and expects an error.</summary>
    public async Task RefusedAsync(string request, string error)
    {
        var transaction = await StartAsync(request);
        var received = await ReceiveAsync();
        Assert.Equal(("error", transaction, error), ((string?)received!["sylkrtc"], (string?)received["transaction"], (string?)received["error"]));
    }

    public async Task<string> StartAsync(string request)
    {
        var transaction = $"t{++_transactions}";
        var message = JsonNode.Parse(request)!.AsObject();
        message["transaction"] = transaction;
        await SendAsync(message.ToJsonString());
        return transaction;
    }

    /// <summary>Closes as a page does.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        while (await ReceiveAsync() is not null)
        {
        }

        Dispose();
    }

    /// <summary>The network goes.</summary>
    public void Vanish() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
