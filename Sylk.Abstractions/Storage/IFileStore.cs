namespace Sylk.Abstractions.Storage;

/// <summary>Records of transferred files.</summary>
public interface IFileStore
{
    /// <summary>Adds a record.</summary>
    /// <returns>Whether the transfer id was free.</returns>
    ValueTask<bool> AddAsync(FileRecord file, CancellationToken cancellationToken = default);

    /// <summary>A record by transfer id, or <c>null</c>.</summary>
    ValueTask<FileRecord?> FindAsync(string transferId, CancellationToken cancellationToken = default);

    /// <summary>Removes a record.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveAsync(string transferId, CancellationToken cancellationToken = default);

    /// <summary>Records whose time is over, oldest first.</summary>
    ValueTask<IReadOnlyList<FileRecord>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>The bytes of all files sent by an account that still exist.</summary>
    ValueTask<long> UsedBytesAsync(AccountAddress sender, CancellationToken cancellationToken = default);
}

/// <summary>A file that was transferred and is kept for a while.</summary>
public sealed record FileRecord
{
    /// <summary>Unique; also the id of the message that tells of the file.</summary>
    public required string TransferId { get; init; }

    /// <summary>Who sent it.</summary>
    public required AccountAddress Sender { get; init; }

    /// <summary>Whom to.</summary>
    public required AccountAddress Receiver { get; init; }

    /// <summary>Name for people; never a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Content type as its sender stated it.</summary>
    public required string ContentType { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Digest of the bytes, <c>sha-1:AB:CD:…</c> (RFC 5547 section 6).</summary>
    public required string Hash { get; init; }

    /// <summary>When it was complete.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it may be deleted.</summary>
    public required DateTimeOffset Expires { get; init; }
}
