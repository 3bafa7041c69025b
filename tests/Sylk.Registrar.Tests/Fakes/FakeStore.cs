using Sylk.Abstractions.Storage;

namespace Sylk.Registrar.Tests.Fakes;

/// <summary>A store that knows messages which wait, and can be out of order.</summary>
internal sealed class FakeStore(TimeProvider time) : IStore, ISpoolStore
{
    private readonly List<SpooledMessage> _waiting = [];
    private long _lastId;

    public bool IsDown { get; set; }

    public int WaitingCount => _waiting.Count;

    public ISpoolStore Spool => this;

    public IAccountStore Accounts => throw new NotSupportedException();

    public IJournalStore Journals => throw new NotSupportedException();

    public IPublicKeyStore PublicKeys => throw new NotSupportedException();

    public IApiTokenStore ApiTokens => throw new NotSupportedException();

    public IPushTokenStore PushTokens => throw new NotSupportedException();

    public IAddressBookStore AddressBooks => throw new NotSupportedException();

    public IFileStore Files => throw new NotSupportedException();

    /// <summary>How often the store was asked for messages.</summary>
    public int Reads { get; private set; }

    public ValueTask<bool> AddAsync(SpooledMessage message, int limit, CancellationToken cancellationToken = default)
    {
        Check();
        if (_waiting.Count(m => m.To == message.To) >= limit)
        {
            return ValueTask.FromResult(false);
        }

        _waiting.Add(message with { Id = ++_lastId, Received = time.GetUtcNow() });
        return ValueTask.FromResult(true);
    }

    public ValueTask<IReadOnlyList<SpooledMessage>> ReadAsync(AccountAddress account, int limit, CancellationToken cancellationToken = default)
    {
        Check();
        Reads++;
        return ValueTask.FromResult<IReadOnlyList<SpooledMessage>>([.. _waiting.Where(m => m.To == account).Take(limit)]);
    }

    public ValueTask RemoveAsync(long id, CancellationToken cancellationToken = default)
    {
        Check();
        _waiting.RemoveAll(m => m.Id == id);
        return ValueTask.CompletedTask;
    }

    private void Check()
    {
        if (IsDown)
        {
            throw new StoreException("the store is down", isTransient: true);
        }
    }
}
