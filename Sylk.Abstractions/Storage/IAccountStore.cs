namespace Sylk.Abstractions.Storage;

/// <summary>The accounts the server keeps messages for: those that have logged in once, or were given an API token.</summary>
public interface IAccountStore
{
    /// <summary>Whether an account is known.</summary>
    ValueTask<bool> IsKnownAsync(AccountAddress account, CancellationToken cancellationToken = default);

    /// <summary>Notes a login; the account is known from then on.</summary>
    ValueTask TouchAsync(AccountAddress account, CancellationToken cancellationToken = default);
}
