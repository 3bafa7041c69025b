using System.Diagnostics;
using System.Text.Json;
using Sylk.LoadClient.Signalling;

namespace Sylk.LoadClient.Scenarios;

/// <summary>One who sends messages and one who receives them. Every message must come once, in order and as it was sent, be
/// acknowledged in order, and be told to have been accepted (and, where that is wanted, delivered and displayed) in order.</summary>
internal sealed class MessagePair(MessageUser sender, MessageUser receiver) : IAsyncDisposable
{
    private static readonly string[] Accepted = ["accepted"];
    private static readonly string[] Read = ["accepted", "delivered", "displayed"];
    private static readonly string Text = string.Concat(Enumerable.Repeat("lorem ipsum ", 8));

    private string _run = "";
    private long[] _sent = [];
    private SemaphoreSlim _places = new(1);

    /// <summary>Milliseconds from sending a message to its coming.</summary>
    public List<double> Arrivals { get; } = [];

    /// <summary>Milliseconds from sending a message to its ack.</summary>
    public List<double> Acks { get; } = [];

    /// <summary>Sends messages.</summary>
    /// <param name="count">How many.</param>
    /// <param name="together">How many may be on their way at a time: until the last that is said of them.</param>
    /// <param name="isRead">Whether the receiver tells that they are delivered and displayed.</param>
    public async Task RunAsync(int count, int together, bool isRead)
    {
        _run = Guid.NewGuid().ToString("N")[..20];
        _sent = new long[count];
        _places = new(together);
        Arrivals.Clear();
        Acks.Clear();
        await Task.WhenAll(SendAsync(), ReceiveAsync(isRead), WatchAsync(isRead ? Read : Accepted));
    }

    public async ValueTask DisposeAsync()
    {
        await sender.DisposeAsync();
        await receiver.DisposeAsync();
        _places.Dispose();
    }

    private async Task SendAsync()
    {
        for (var i = 0; i < _sent.Length; i++)
        {
            if (!await _places.WaitAsync(TimeSpan.FromSeconds(30)))
            {
                throw new TimeoutException($"{sender.Account} waits for messages before {i}.");
            }

            _sent[i] = Stopwatch.GetTimestamp();
            await sender.SendMessageAsync(receiver.Account, Id(i), Content(i));
        }
    }

    private async Task ReceiveAsync(bool isRead)
    {
        var acks = 0;
        for (var i = 0; i < _sent.Length || acks < (isRead ? 2 * i : 0);)
        {
            var message = await receiver.NextAsync();
            if (IsAck(message))
            {
                acks++;
                continue;
            }

            Expect(message, "event", "message");
            Expect(message, "message_id", Id(i));
            Expect(message, "content", Content(i));
            Arrivals.Add(Since(i));
            if (isRead)
            {
                await receiver.NotifyAsync(sender.Account, Id(i), "delivered");
                await receiver.NotifyAsync(sender.Account, Id(i), "displayed");
            }

            i++;
        }
    }

    /// <summary>Follows what the sender is told.</summary>
    private async Task WatchAsync(string[] states)
    {
        var acks = 0;
        var told = states.ToDictionary(s => s, _ => 0);
        while (acks < _sent.Length || told.Values.Any(n => n < _sent.Length))
        {
            var message = await sender.NextAsync();
            if (IsAck(message))
            {
                Expect(message, "transaction", Id(acks));
                Acks.Add(Since(acks++));
                continue;
            }

            Expect(message, "event", "disposition-notification");
            var state = message.GetProperty("state").GetString()!;
            if (!told.TryGetValue(state, out var number))
            {
                throw new InvalidOperationException($"Unexpected: {message.GetRawText()}");
            }

            Expect(message, "message_id", Id(number));
            told[state] = number + 1;
            if (state == states[^1])
            {
                _places.Release();
            }
        }
    }

    private string Id(int number) => $"{_run}-{number}";

    private static string Content(int number) => $"{number} {Text}";

    private double Since(int number) => Stopwatch.GetElapsedTime(_sent[number]).TotalMilliseconds;

    private static bool IsAck(JsonElement message) => message.GetProperty("sylkrtc").GetString() == "ack";

    private static void Expect(JsonElement message, string name, string value)
    {
        if (!message.TryGetProperty(name, out var member) || member.GetString() != value)
        {
            throw new InvalidOperationException($"Not {name} {value}: {message.GetRawText()}");
        }
    }
}
