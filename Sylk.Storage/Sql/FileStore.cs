using System.Data.Common;
using Sylk.Abstractions.Storage;

namespace Sylk.Storage.Sql;

/// <inheritdoc />
internal sealed class FileStore(Database database) : IFileStore
{
    private const string Columns = "transfer_id, sender, receiver, file_name, content_type, size, hash, created, expires";

    public async ValueTask<bool> AddAsync(FileRecord file, CancellationToken cancellationToken = default)
    {
        StoredText.Name(file.TransferId, nameof(file.TransferId));
        StoredText.Name(file.Hash, nameof(file.Hash));
        var (sender, receiver) = (AccountRow.NameOf(file.Sender), AccountRow.NameOf(file.Receiver));
        return await database.WriteAsync(session => session.ExecuteAsync(
            $"""
            INSERT INTO files ({Columns}) VALUES (@id, @sender, @receiver, @name, @type, @size, @hash, @created, @expires)
            ON CONFLICT (transfer_id) DO NOTHING
            """,
            ("id", file.TransferId), ("sender", sender), ("receiver", receiver), ("name", StoredText.ToBytes(file.FileName)),
            ("type", StoredText.ToBytes(file.ContentType)), ("size", file.Size), ("hash", file.Hash),
            ("created", StoredTime.Of(file.Created)), ("expires", StoredTime.Of(file.Expires))), cancellationToken) > 0;
    }

    public ValueTask<FileRecord?> FindAsync(string transferId, CancellationToken cancellationToken = default)
    {
        var id = StoredText.Sought(transferId);
        return database.ReadAsync(session => session.FindAsync(
            $"SELECT {Columns} FROM files WHERE transfer_id = @id", Read, ("id", id)), cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(string transferId, CancellationToken cancellationToken = default)
    {
        var id = StoredText.Sought(transferId);
        return await database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM files WHERE transfer_id = @id", ("id", id)), cancellationToken) > 0;
    }

    public async ValueTask<IReadOnlyList<FileRecord>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(session => session.ListAsync(
            $"SELECT {Columns} FROM files WHERE expires <= @now ORDER BY expires, transfer_id LIMIT @limit",
            Read, null, ("now", StoredTime.Of(now)), ("limit", (long)Math.Max(0, limit))), cancellationToken);

    public ValueTask<long> UsedBytesAsync(AccountAddress sender, CancellationToken cancellationToken = default)
    {
        var address = AccountRow.Sought(sender);
        return database.ReadAsync(session => session.FindAsync(
            "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM files WHERE sender = @sender", static row => row.Number(0), ("sender", address)),
            cancellationToken);
    }

    private static FileRecord Read(DbDataReader row) => new()
    {
        TransferId = row.Text(0),
        Sender = row.Address(1),
        Receiver = row.Address(2),
        FileName = row.BytesAsText(3),
        ContentType = row.BytesAsText(4),
        Size = row.Number(5),
        Hash = row.Text(6),
        Created = row.Time(7),
        Expires = row.Time(8),
    };
}
