using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>A stock Firefox with fake camera and microphone, driven over WebDriver BiDi (its own remote protocol; Playwright
/// needs a patched build).</summary>
public sealed class FirefoxBrowser : IAsyncDisposable
{
    private readonly TemporaryDirectory _profile;
    private readonly ChildProcess _process;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = new();
    private Task _reader = Task.CompletedTask;
    private int _lastId;
    private string _context = "";

    private FirefoxBrowser(TemporaryDirectory profile, ChildProcess process)
    {
        _profile = profile;
        _process = process;
    }

    public static async Task<FirefoxBrowser> StartAsync()
    {
        var profile = new TemporaryDirectory();
        profile.Write("user.js", """
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.navigator.permission.disabled", true);
            user_pref("media.autoplay.default", 0);
            user_pref("media.gmp-manager.updateEnabled", false);
            user_pref("app.update.enabled", false);
            user_pref("browser.shell.checkDefaultBrowser", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("services.settings.server", "http://127.0.0.1:1/");
            """);
        var process = ChildProcess.Start("firefox-esr",
            ["--headless", "--no-remote", "--profile", profile.Path, "--remote-debugging-port", "0", "about:blank"], profile.Path,
            new Dictionary<string, string> { ["HOME"] = profile.Path });
        var browser = new FirefoxBrowser(profile, process);
        var line = await process.WaitForLineAsync("WebDriver BiDi listening on", TimeSpan.FromSeconds(60));
        var url = line[line.IndexOf("ws://", StringComparison.Ordinal)..].Trim();
        await browser._socket.ConnectAsync(new Uri(url + "/session"), CancellationToken.None);
        browser._reader = browser.ReadAsync();
        await browser.SendAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["acceptInsecureCerts"] = true } } });
        var created = await browser.SendAsync("browsingContext.create", new JsonObject { ["type"] = "tab" });
        browser._context = created.GetProperty("context").GetString()!;
        return browser;
    }

    public Task NavigateAsync(string url) =>
        SendAsync("browsingContext.navigate", new JsonObject { ["context"] = _context, ["url"] = url, ["wait"] = "complete" });

    /// <summary>Evaluates an expression (awaiting a promise) and returns its JSON value.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var result = await SendAsync("script.evaluate", new JsonObject
        {
            ["expression"] = $"Promise.resolve({expression}).then(v => JSON.stringify(v ?? null))",
            ["target"] = new JsonObject { ["context"] = _context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        if (result.GetProperty("type").GetString() == "exception")
        {
            throw new InvalidOperationException($"{expression}: {result.GetProperty("exceptionDetails").GetProperty("text")}");
        }

        return JsonDocument.Parse(result.GetProperty("result").GetProperty("value").GetString()!).RootElement;
    }

    private async Task<JsonElement> SendAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var source = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = source;
        var json = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);
        return await source.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                WebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length).ToArraySegment(), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                var message = JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
                if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number
                    && _pending.TryRemove(id.GetInt32(), out var source))
                {
                    if (message.GetProperty("type").GetString() == "success")
                    {
                        source.TrySetResult(message.GetProperty("result"));
                    }
                    else
                    {
                        source.TrySetException(new InvalidOperationException(message.GetRawText()));
                    }
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The browser was ended.
        }

        foreach (var source in _pending.Values)
        {
            source.TrySetException(new InvalidOperationException("Firefox closed the connection.\n" + _process.Tail()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reader;
        _socket.Dispose();
        await _process.DisposeAsync();
        _profile.Dispose();
    }
}

internal static class MemoryExtensions
{
    public static ArraySegment<byte> ToArraySegment(this Memory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(memory, out var segment) ? segment : throw new InvalidOperationException();
}
