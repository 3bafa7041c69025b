namespace Sylk.Abstractions.Storage;

/// <summary>Messages for accounts that could not be reached by anybody when they came, kept until a device registers, for <c>store.spool_days</c> at most.</summary>
public interface ISpoolStore
{
    /// <summary>Keeps a message.</summary>
    /// <param name="message">The message; its <see cref="SpooledMessage.Id"/> and <see cref="SpooledMessage.Received"/> are set by the store.</param>
    /// <param name="limit">The most messages kept for the account.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether there was room.</returns>
    ValueTask<bool> AddAsync(SpooledMessage message, int limit, CancellationToken cancellationToken = default);

    /// <summary>The oldest messages of an account, in order.</summary>
    ValueTask<IReadOnlyList<SpooledMessage>> ReadAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default);

    /// <summary>Removes a message that was delivered.</summary>
    ValueTask RemoveAsync(long id, CancellationToken cancellationToken = default);
}

/// <summary>A SIP MESSAGE that waits.</summary>
/// <param name="To">Whom for.</param>
/// <param name="From">Its From header without tag.</param>
/// <param name="ContentType">Content-Type header.</param>
/// <param name="Body">Its body.</param>
/// <param name="Id">Names it in the store.</param>
/// <param name="Received">When it came.</param>
public sealed record SpooledMessage(
    AccountAddress To, string From, string ContentType, ReadOnlyMemory<byte> Body, long Id = 0, DateTimeOffset Received = default);
