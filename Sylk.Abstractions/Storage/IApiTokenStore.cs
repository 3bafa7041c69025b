namespace Sylk.Abstractions.Storage;

/// <summary>Tokens with which devices read over HTTP. The store keeps only what is needed to recognise them.</summary>
public interface IApiTokenStore
{
    /// <summary>Makes a token for an account, which becomes known. The oldest goes when there are more than ten.</summary>
    /// <param name="account">Whose data the token opens.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The token: 43 characters that fit into a URL.</returns>
    ValueTask<string> CreateAsync(AccountAddress account, TimeSpan lifetime, CancellationToken cancellationToken = default);

    /// <summary>Whether a token is one of the account's and still valid.</summary>
    ValueTask<bool> IsValidAsync(AccountAddress account, string token, CancellationToken cancellationToken = default);
}
