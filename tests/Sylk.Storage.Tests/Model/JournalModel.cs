using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Tests.Model;

/// <summary>The journal of one account as the contract describes it, in a list.</summary>
internal sealed class JournalModel(AccountAddress owner)
{
    /// <summary>All entries ever; <c>null</c> for one that was removed. The sequence of an entry is its index plus 1.</summary>
    private readonly List<JournalEntry?> _entries = [];
    private readonly List<string> _ids = [];
    private readonly List<DateTimeOffset> _times = [];

    public JournalEntry? Append(JournalDraft draft, DateTimeOffset now)
    {
        if (_ids.Contains(draft.MessageId))
        {
            return null;
        }

        var stored = _times.Count > 0 && now <= _times[^1] ? _times[^1].AddMicroseconds(1) : now;
        var entry = new JournalEntry
        {
            Sequence = _entries.Count + 1,
            Stored = stored,
            MessageId = draft.MessageId,
            Contact = draft.Contact,
            Timestamp = draft.Timestamp,
            Direction = draft.Direction,
            ContentType = draft.ContentType,
            Content = draft.Content,
            Dispositions = draft.Dispositions,
            State = draft.State,
        };
        _entries.Add(entry);
        _ids.Add(entry.MessageId);
        _times.Add(stored);
        return entry;
    }

    public JournalEntry? Find(string id) => _entries.SingleOrDefault(e => e?.MessageId == id);

    public bool Report(string id, MessageState state, JournalDraft? report, DateTimeOffset now)
    {
        if (Find(id) is not { State: { } current } entry)
        {
            return false;
        }

        var changed = entry;
        if (MessageStates.CanFollow(current, state))
        {
            changed = changed with { State = state };
        }

        if (changed != entry || current == MessageState.Received)
        {
            if (state == MessageState.Delivered && changed.Dispositions is { } expected)
            {
                changed = changed with { Dispositions = expected & ~MessageDispositions.PositiveDelivery };
            }
            else if (state == MessageState.Displayed && changed.Dispositions is not null)
            {
                changed = changed with { Dispositions = MessageDispositions.None };
            }
        }

        if (changed == entry)
        {
            return false;
        }

        Replace(entry, changed);
        if (report is not null)
        {
            Append(report, now);
        }

        return true;
    }

    public bool MarkRead(AccountAddress contact, JournalDraft mark, DateTimeOffset now)
    {
        var isChanged = false;
        foreach (var entry in Present().Where(e => e.Contact == contact && e.Direction == MessageDirection.Incoming && e.Dispositions > 0).ToList())
        {
            Replace(entry, entry with { Dispositions = MessageDispositions.None });
            isChanged = true;
        }

        var newest = Present().LastOrDefault(e => e.Contact == contact);
        return (newest is null || newest.ContentType != mark.ContentType) && Append(mark, now) is not null || isChanged;
    }

    public JournalEntry? Remove(string id, JournalDraft? notice, DateTimeOffset now)
    {
        var entry = Find(id);
        if (entry is not null)
        {
            Replace(entry, null);
        }

        if (notice is not null)
        {
            Append(notice, now);
        }

        return entry;
    }

    public int RemoveConversation(AccountAddress contact, JournalDraft notice, DateTimeOffset now)
    {
        var messages = Present().Where(e => e.Contact == contact && e.State is not null).ToList();
        messages.ForEach(m => Replace(m, null));
        Append(notice, now);
        return messages.Count;
    }

    public IEnumerable<JournalEntry> Read(JournalQuery query)
    {
        var known = query.AfterMessageId is { } id ? _ids.IndexOf(id) : -1;
        var part = known >= 0 ? Present().Where(e => e.Sequence > known + 1) : Present().Where(e => query.Since is null || e.Stored > query.Since);
        return part.Take(query.Limit ?? int.MaxValue);
    }

    public IEnumerable<JournalEntry> Pending(int limit) =>
        Present().Where(e => e.State == MessageState.Pending && e.Direction == MessageDirection.Outgoing).Take(limit);

    public int CountUnread(IReadOnlyCollection<string> types) => Present().Count(e =>
        e.Direction == MessageDirection.Incoming && e.Contact != owner && e.Dispositions?.HasFlag(MessageDispositions.Display) == true
        && types.Contains(e.ContentType));

    private IEnumerable<JournalEntry> Present() => _entries.OfType<JournalEntry>();

    private void Replace(JournalEntry entry, JournalEntry? by) => _entries[(int)entry.Sequence - 1] = by;
}
