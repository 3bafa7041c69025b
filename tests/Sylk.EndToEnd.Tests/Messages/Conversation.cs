using System.Text.Json;

namespace Sylk.EndToEnd.Tests.Messages;

/// <summary>A message as a device knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Contact">The other party.</param>
/// <param name="IsOutgoing">Whether the account has sent it.</param>
/// <param name="Content">Its text.</param>
/// <param name="State">What became of it; of incoming ones <c>received</c>.</param>
/// <param name="IsUnread">Whether it is incoming and has not been read.</param>
internal sealed record KnownMessage(string Id, string Contact, bool IsOutgoing, string Content, string State, bool IsUnread);

/// <summary>What a device knows of the messages of its account, made of events and of the entries of the journal: the same whichever
/// of both brought it. Not safe for concurrent use.</summary>
/// <param name="account">Whose device it is.</param>
internal sealed class Conversation(string account)
{
    private static readonly string[] States = ["pending", "accepted", "failed", "delivered", "error", "forbidden", "displayed"];

    private readonly List<KnownMessage> _messages = [];
    private readonly HashSet<string> _ids = [];

    /// <summary>The messages in the order in which they became known.</summary>
    public IReadOnlyList<KnownMessage> Messages => _messages;

    /// <summary>Id of the entry of the journal up to which everything is known.</summary>
    public string? LastId { get; private set; }

    /// <summary>Whether everything that has happened is known, so that events carry on from there. Those that come before, while a
    /// device still asks for what it has missed, must not hide the gap.</summary>
    public bool IsCaughtUp { get; set; }

    /// <summary>How often a message came that was there already.</summary>
    public int Repetitions { get; private set; }

    public IEnumerable<KnownMessage> UnreadOf(string contact) => _messages.Where(m => m.IsUnread && m.Contact == contact);

    public void Add(KnownMessage message)
    {
        if (_ids.Add(message.Id))
        {
            LastId = IsCaughtUp ? message.Id : LastId;
            _messages.Add(message);
        }
        else
        {
            Repetitions++;
        }
    }

    /// <summary>What is in the journal is there, whatever was heard of it before: events may have run ahead of the part that is read,
    /// and what that part removes is followed by what came after the removal.</summary>
    private void Put(KnownMessage message)
    {
        _ids.Add(message.Id);
        if (_messages.FindIndex(m => m.Id == message.Id) is >= 0 and var i)
        {
            Report(message.Id, message.State);
            _messages[i] = _messages[i] with { IsUnread = message.IsUnread };
        }
        else
        {
            _messages.Add(message);
        }
    }

    /// <summary>Reports come late and twice; none takes back what is known.</summary>
    public void Report(string id, string state)
    {
        var i = _messages.FindIndex(m => m.Id == id && m.IsOutgoing);
        if (i >= 0 && IsNews(_messages[i].State, state))
        {
            _messages[i] = _messages[i] with { State = state };
        }
    }

    public void Remove(string id) => _messages.RemoveAll(m => m.Id == id);

    public void MarkRead(string contact)
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            _messages[i] = _messages[i].Contact == contact ? _messages[i] with { IsUnread = false } : _messages[i];
        }
    }

    public void RemoveAll(string contact) => _messages.RemoveAll(m => m.Contact == contact);

    /// <summary>Takes an event of the account.</summary>
    public void Take(JsonElement e)
    {
        switch (e.GetProperty("event").GetString())
        {
            case "message":
                var sender = Text(e.GetProperty("sender"), "uri");
                Add(sender == account
                    ? new(Text(e, "message_id"), sender, true, Text(e, "content"), "pending", false)
                    : new(Text(e, "message_id"), sender, false, Text(e, "content"), "received", Expects(e, "disposition_notification", "display")));
                break;
            case "disposition-notification":
                Report(Text(e, "message_id"), Text(e, "state"));
                break;
            case "sync-conversations":
                foreach (var entry in e.GetProperty("messages").EnumerateArray())
                {
                    TakeEntry(entry);
                }

                break;
            case "sync":
                TakeSync(Text(e, "type"), Text(e, "action"), e.GetProperty("content"));
                break;
        }
    }

    private void TakeSync(string type, string action, JsonElement content)
    {
        switch (type, action)
        {
            case ("message", "add"):
                Add(new(Text(content, "message_id"), Text(content, "uri"), true, Text(content, "content"), "pending", false));
                break;
            case ("message", "remove"):
                Remove(Text(content, "message_id"));
                break;
            case ("conversation", "read"):
                MarkRead(Text(content, "contact"));
                break;
            case ("conversation", "remove"):
                RemoveAll(Text(content, "contact"));
                break;
        }
    }

    private void TakeEntry(JsonElement entry)
    {
        var (id, contact, content) = (Text(entry, "message_id"), Text(entry, "contact"), Text(entry, "content"));
        switch (Text(entry, "content_type"))
        {
            case "message/imdn":
                using (var report = JsonDocument.Parse(content))
                {
                    Report(Text(report.RootElement, "message_id"), Text(report.RootElement, "state"));
                }

                break;
            case "application/sylk-message-remove":
                using (var removal = JsonDocument.Parse(content))
                {
                    Remove(Text(removal.RootElement, "message_id"));
                }

                break;
            case "application/sylk-conversation-read":
                MarkRead(contact);
                break;
            case "application/sylk-conversation-remove":
                RemoveAll(contact);
                break;
            default:
                var isOutgoing = Text(entry, "direction") == "outgoing";
                Put(new(id, contact, isOutgoing, content, entry.GetProperty("state").GetString() ?? "", !isOutgoing && Expects(entry, "disposition", "display")));
                break;
        }

        LastId = id;
    }

    private static bool IsNews(string current, string next) => (current, next) switch
    {
        ("displayed" or "received", _) => false,
        ("failed", "accepted") => true,
        ("error" or "forbidden", "error" or "forbidden") => false,
        _ => Array.IndexOf(States, next) > Array.IndexOf(States, current),
    };

    private static bool Expects(JsonElement element, string name, string disposition) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(d => d.GetString() == disposition);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
