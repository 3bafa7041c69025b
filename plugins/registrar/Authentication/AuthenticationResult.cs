using Sylk.Registrar.Accounts;

namespace Sylk.Registrar.Authentication;

/// <summary>What credentials came to.</summary>
internal enum AuthenticationStatus
{
    /// <summary>They are those of <see cref="AuthenticationResult.Account"/>.</summary>
    Accepted,

    /// <summary>There are none for this realm.</summary>
    Missing,

    /// <summary>The nonce is too old, used or not ours: the client tries again with the new one without asking its user.</summary>
    Stale,

    /// <summary>They are wrong.</summary>
    Wrong,

    /// <summary>Too many were wrong; these were not looked at.</summary>
    Throttled,
}

/// <summary>The outcome of an authentication.</summary>
/// <param name="Status">What it came to.</param>
/// <param name="Account">Who it is, if accepted.</param>
/// <param name="RetryAfter">When to come again, if throttled.</param>
internal readonly record struct AuthenticationResult(AuthenticationStatus Status, Account? Account = null, TimeSpan RetryAfter = default);
