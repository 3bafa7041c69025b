namespace Sylk.Abstractions.Storage;

/// <summary>The public key of each account, as its owner or his contacts' messages brought it.</summary>
public interface IPublicKeyStore
{
    /// <summary>Sets the key of an account, in the place of an earlier one.</summary>
    ValueTask SetAsync(AccountAddress account, string key, CancellationToken cancellationToken = default);

    /// <summary>The key of an account, or <c>null</c>.</summary>
    ValueTask<string?> FindAsync(AccountAddress account, CancellationToken cancellationToken = default);
}
