using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>What is on its way by SIP: for each pair of parties one after the other, each after the final response of the one
/// before. When one has timed out, those behind it have waited long enough and go all at once. May be used on any thread.</summary>
internal sealed class Outbox(ILogger logger)
{
    /// <summary>Messages of one account that may be on their way.</summary>
    public const int MaxMessages = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(AccountAddress From, AccountAddress To), Queue<Item>> _lines = [];
    private readonly Dictionary<AccountAddress, HashSet<string>> _held = [];

    /// <summary>Takes a place for a message, before it is stored.</summary>
    /// <exception cref="RequestException">Too many are on their way.</exception>
    public void Reserve(AccountAddress from, string messageId)
    {
        if (!TryReserve(from, messageId))
        {
            throw new RequestException("Too many messages are waiting to be sent");
        }
    }

    /// <summary>Takes a place for a message.</summary>
    /// <returns>Whether there was one. A message that has a place already shares it.</returns>
    public bool TryReserve(AccountAddress from, string messageId)
    {
        lock (_lock)
        {
            if (!_held.TryGetValue(from, out var held))
            {
                _held.Add(from, held = []);
            }

            return held.Contains(messageId) || (held.Count < MaxMessages && held.Add(messageId));
        }
    }

    /// <summary>Whether a message has a place.</summary>
    public bool Holds(AccountAddress from, string messageId)
    {
        lock (_lock)
        {
            return _held.TryGetValue(from, out var held) && held.Contains(messageId);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(AccountAddress from, string messageId)
    {
        lock (_lock)
        {
            if (_held.TryGetValue(from, out var held) && held.Remove(messageId) && held.Count == 0)
            {
                _held.Remove(from);
            }
        }
    }

    /// <summary>Sends a message when its turn has come.</summary>
    /// <param name="from">The sender, who has a place for it.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="messageId">The message; its place is given back afterwards.</param>
    /// <param name="send">Sends it and ends when all that follows from the response is done.</param>
    public void Add(AccountAddress from, AccountAddress to, string messageId, Func<Task<SendOutcome>> send)
    {
        lock (_lock)
        {
            var isNew = !_lines.TryGetValue((from, to), out var line);
            if (isNew)
            {
                _lines.Add((from, to), line = []);
            }

            line!.Enqueue(new(messageId, send));
            if (isNew)
            {
                _ = RunAsync(from, to, line);
            }
        }
    }

    private async Task RunAsync(AccountAddress from, AccountAddress to, Queue<Item> line)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var isLate = false;
        while (Take(from, to, line, all: isLate) is { Count: > 0 } items)
        {
            var outcomes = await Task.WhenAll(items.Select(i => SendAsync(from, i)));
            isLate = outcomes.Contains(SendOutcome.TimedOut);
        }
    }

    private async Task<SendOutcome> SendAsync(AccountAddress from, Item item)
    {
        try
        {
            return await item.Send();
        }
        catch (OperationCanceledException)
        {
            // The application stops.
            return SendOutcome.Answered;
        }
#pragma warning disable CA1031 // Whatever it is, it is one message's and not that of those behind it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogSendFailed(exception, item.MessageId, from);
            return SendOutcome.Answered;
        }
        finally
        {
            Release(from, item.MessageId);
        }
    }

    /// <summary>What is to be sent next. When there is nothing the line ends.</summary>
    private List<Item> Take(AccountAddress from, AccountAddress to, Queue<Item> line, bool all)
    {
        var items = new List<Item>();
        lock (_lock)
        {
            while ((all || items.Count == 0) && line.TryDequeue(out var item))
            {
                items.Add(item);
            }

            if (items.Count == 0)
            {
                _lines.Remove((from, to));
            }
        }

        return items;
    }

    private readonly record struct Item(string MessageId, Func<Task<SendOutcome>> Send);
}

/// <summary>How sending ended.</summary>
internal enum SendOutcome
{
    /// <summary>With a response.</summary>
    Answered,

    /// <summary>Without one for as long as SIP waits.</summary>
    TimedOut,
}
