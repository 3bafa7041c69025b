using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>The connection to baresip's ctrl_tcp module: JSON objects in netstrings, commands one way, events the other.</summary>
internal sealed class BaresipControl : IAsyncDisposable
{
    /// <summary>It takes UTF-8, but no escapes.</summary>
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly Task _reader;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _seen = [];

    private BaresipControl(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _reader = ReadAsync();
    }

    public static async Task<BaresipControl> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        return new(client);
    }

    public async Task SendAsync(string command, string parameters)
    {
        var json = JsonSerializer.Serialize(new { command, @params = parameters, token = "t" }, Json);
        await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}:{json},"));
    }

    /// <summary>The next event of the given type; those before it are gone.</summary>
    public async Task<JsonElement> WaitForEventAsync(string type, TimeSpan timeout)
    {
        using var cancel = new CancellationTokenSource(timeout);
        try
        {
            while (true)
            {
                var happened = await _events.Reader.ReadAsync(cancel.Token);
                var name = happened.GetProperty("type").GetString()!;
                _seen.Add(name);
                if (name == type)
                {
                    return happened;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"baresip did not report {type}; it reported {string.Join(", ", _seen)}.");
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new List<byte>();
        var chunk = new byte[8192];
        try
        {
            while (true)
            {
                var read = await _stream.ReadAsync(chunk);
                if (read == 0)
                {
                    break;
                }

                buffer.AddRange(chunk.AsSpan(0, read));
                while (TryTakeNetstring(buffer, out var json))
                {
                    var element = JsonDocument.Parse(json).RootElement;
                    if (element.TryGetProperty("event", out _))
                    {
                        _events.Writer.TryWrite(element);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The phone was ended.
        }

        _events.Writer.TryComplete();
    }

    private static bool TryTakeNetstring(List<byte> buffer, out byte[] content)
    {
        content = [];
        var colon = buffer.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        var length = int.Parse(Encoding.ASCII.GetString([.. buffer.Take(colon)]), CultureInfo.InvariantCulture);
        if (buffer.Count < colon + 1 + length + 1)
        {
            return false;
        }

        content = [.. buffer.Skip(colon + 1).Take(length)];
        buffer.RemoveRange(0, colon + 1 + length + 1);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reader;
    }
}
