using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <summary>Entries of journals as rows.</summary>
internal static class EntryRow
{
    public const string Columns = "sequence, stored, message_id, contact, stated, direction, content_type, content, dispositions, state";

    public static JournalEntry Read(DbDataReader row) => new()
    {
        Sequence = row.Number(0),
        Stored = row.Time(1),
        MessageId = row.Text(2),
        Contact = row.Address(3),
        Timestamp = row.Text(4),
        Direction = (MessageDirection)row.Number(5),
        ContentType = row.Text(6),
        Content = row.BytesAsText(7),
        Dispositions = (MessageDispositions?)row.NumberOrNull(8),
        State = (MessageState?)row.NumberOrNull(9),
    };

    /// <summary>Checks what is to be added.</summary>
    /// <exception cref="ArgumentException">It cannot be kept as it is.</exception>
    public static void Check(JournalDraft draft)
    {
        StoredText.Name(draft.MessageId, nameof(draft.MessageId));
        StoredText.Plain(draft.Timestamp, nameof(draft.Timestamp));
        StoredText.Plain(draft.ContentType, nameof(draft.ContentType));
        AccountRow.NameOf(draft.Contact);
    }
}
