using Microsoft.Extensions.Logging;
using Sylk.Abstractions.Sip;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;

namespace Sylk.WebRtcGateway.Messages;

/// <summary>What is on its way by SIP: for each pair of parties one after the other, each after the final response of the one
/// before. When one has timed out, those behind it have waited long enough and go all at once. May be used on any thread.</summary>
internal sealed class Outbox(ILogger logger)
{
    /// <summary>Messages of one account that may be on their way.</summary>
    public const int MaxMessages = 1000;

    /// <summary>Characters that they may have together.</summary>
    public const int MaxCharacters = 8 * 1024 * 1024;

    /// <summary>Characters that those of all accounts may have together. Beyond it who has nothing on its way still gets a place.</summary>
    public const int MaxCharactersOfAll = 128 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(AccountAddress From, AccountAddress To), Queue<Item>> _lines = [];
    private readonly Dictionary<AccountAddress, HashSet<Place>> _places = [];
    private long _characters;

    /// <summary>Takes a place for a message, before it is stored.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="messageId">The message. One that has a place already takes another.</param>
    /// <param name="characters">How long it is.</param>
    /// <exception cref="RequestException">Too many are on their way.</exception>
    public Place Reserve(AccountAddress from, string messageId, int characters) =>
        TryReserve(from, messageId, characters) ?? throw new RequestException("Too many messages are waiting to be sent");

    /// <summary>Takes a place for a message. A single one gets it however long it is.</summary>
    /// <returns><c>null</c> if there is none.</returns>
    public Place? TryReserve(AccountAddress from, string messageId, int characters)
    {
        lock (_lock)
        {
            var places = _places.GetValueOrDefault(from) ?? [];
            var isTooMuch = places.Count >= MaxMessages
                || places.Sum(p => (long)p.Characters) + characters > MaxCharacters
                || _characters + characters > MaxCharactersOfAll;
            if (places.Count > 0 && isTooMuch)
            {
                return null;
            }

            var place = new Place(from, messageId, characters);
            places.Add(place);
            _places[from] = places;
            _characters += characters;
            return place;
        }
    }

    /// <summary>Whether a message has a place.</summary>
    public bool Holds(AccountAddress from, string messageId)
    {
        lock (_lock)
        {
            return _places.TryGetValue(from, out var places) && places.Any(p => p.MessageId == messageId);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(Place place)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(place.From, out var places) || !places.Remove(place))
            {
                return;
            }

            _characters -= place.Characters;
            if (places.Count == 0)
            {
                _places.Remove(place.From);
            }
        }
    }

    /// <summary>Sends a message when its turn has come.</summary>
    /// <param name="place">Its place, which is given back afterwards.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="send">Sends it, and gives the response when all that follows from it is done.</param>
    public void Add(Place place, AccountAddress to, Func<Task<SipResponse>> send)
    {
        var from = place.From;
        lock (_lock)
        {
            var isNew = !_lines.TryGetValue((from, to), out var line);
            if (isNew)
            {
                _lines.Add((from, to), line = []);
            }

            line!.Enqueue(new(place, send));
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
            isLate = (await Task.WhenAll(items.Select(HasTimedOutAsync))).Contains(true);
        }
    }

    /// <summary>Sends a message.</summary>
    /// <returns>Whether nobody has answered for as long as SIP waits.</returns>
    private async Task<bool> HasTimedOutAsync(Item item)
    {
        try
        {
            return (await item.Send()).StatusCode == 408;
        }
        catch (OperationCanceledException)
        {
            // The application stops.
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, it is one message's and not that of those behind it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogSendFailed(exception, item.Place.MessageId, item.Place.From);
            return false;
        }
        finally
        {
            Release(item.Place);
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

    /// <summary>The place of a message among those of its sender that are on their way.</summary>
    internal sealed class Place(AccountAddress from, string messageId, int characters)
    {
        public AccountAddress From => from;

        public string MessageId => messageId;

        public int Characters => characters;
    }

    private readonly record struct Item(Place Place, Func<Task<SipResponse>> Send);
}
