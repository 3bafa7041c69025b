using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Accounts;

namespace Sylk.Registrar.Authentication;

/// <summary>Digest authentication of requests (RFC 3261 section 22, RFC 7616, RFC 8760). Realms are the home domains.
/// Safe for concurrent use.</summary>
internal sealed class DigestAuthenticator(AccountDirectory accounts, Nonces nonces, FailureThrottle throttle, IReadOnlyList<DigestAlgorithm> algorithms)
{
    /// <summary>Checks the credentials a request carries for a realm.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="realm">The domain of the account that is claimed.</param>
    /// <param name="header">Authorization or Proxy-Authorization.</param>
    /// <param name="isOwnAddress">Tells addresses of this server: some phones write such a one into <c>uri</c>.</param>
    public AuthenticationResult Authenticate(SipRequest request, SipPeer peer, string realm, string header, Func<SipUri, bool> isOwnAddress)
    {
        if (FindCredentials(request, realm, header) is not { } credentials)
        {
            return new(AuthenticationStatus.Missing);
        }

        var source = FailureThrottle.SourceOf(peer);
        var account = accounts.Find(credentials.Username, realm);
        if (throttle.IsBlocked(source, account, out var retryAfter))
        {
            return new(AuthenticationStatus.Throttled, RetryAfter: retryAfter);
        }

        // Nothing is said about the secret before the nonce is good, or an old nonce would make an oracle that nobody counts.
        if (!nonces.IsFresh(credentials.Nonce, source))
        {
            return new(AuthenticationStatus.Stale);
        }

        if (!HasRightResponse(request, account, credentials, isOwnAddress))
        {
            throttle.Failed(source, account);
            return new(AuthenticationStatus.Wrong);
        }

        if (!nonces.TrySpend(credentials.Nonce, credentials.NonceCount))
        {
            return new(AuthenticationStatus.Stale);
        }

        throttle.Succeeded(source, account!);
        return new(AuthenticationStatus.Accepted, account);
    }

    /// <summary>Makes the response to a request whose credentials did not do: 401 or 407 with a challenge for each
    /// algorithm (RFC 8760 section 2.4), or 503 for who is throttled.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="claimed">The account that is claimed, if it exists: only what it can answer is asked.</param>
    /// <param name="result">Not accepted.</param>
    /// <param name="asProxy">407 instead of 401.</param>
    public SipResponse Refuse(SipRequest request, SipPeer peer, string realm, Account? claimed, AuthenticationResult result, bool asProxy)
    {
        if (result.Status == AuthenticationStatus.Throttled)
        {
            var busy = request.CreateResponse(503, "Too Many Failed Attempts");
            busy.Headers.Add("Retry-After", Math.Max(1, Math.Ceiling(result.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
            return busy;
        }

        var response = request.CreateResponse(asProxy ? 407 : 401);
        var nonce = nonces.Create(FailureThrottle.SourceOf(peer));
        var stale = result.Status == AuthenticationStatus.Stale ? ", stale=true" : "";
        foreach (var algorithm in algorithms)
        {
            if (claimed is null || claimed.Ha1(algorithm) is not null)
            {
                response.Headers.Add(
                    asProxy ? "Proxy-Authenticate" : "WWW-Authenticate",
                    $"Digest realm=\"{realm}\", nonce=\"{nonce}\", algorithm={DigestHash.Name(algorithm)}, qop=\"auth\"{stale}");
            }
        }

        return response;
    }

    /// <summary>Takes away the credentials meant for us, before a request goes on (RFC 3261 section 22.3).</summary>
    public static void RemoveCredentials(SipRequest request, Func<string, bool> isHomeRealm)
    {
        foreach (var header in (ReadOnlySpan<string>)["Proxy-Authorization", "Authorization"])
        {
            if (!request.Headers.Contains(header))
            {
                continue;
            }

            var others = request.Headers.GetAll(header).Where(v => !DigestCredentials.TryParse(v, out var c) || !isHomeRealm(c.Realm)).ToList();
            request.Headers.Remove(header);
            others.ForEach(value => request.Headers.Add(header, value));
        }
    }

    private DigestCredentials? FindCredentials(SipRequest request, string realm, string header)
    {
        DigestCredentials? found = null;
        foreach (var value in request.Headers.GetAll(header))
        {
            if (DigestCredentials.TryParse(value, out var credentials) && credentials.Realm.Equals(realm, StringComparison.OrdinalIgnoreCase)
                && (found is null || Rank(credentials) < Rank(found)))
            {
                found = credentials;
            }
        }

        return found;
    }

    private int Rank(DigestCredentials credentials)
    {
        for (var i = 0; i < algorithms.Count; i++)
        {
            if (algorithms[i] == credentials.Algorithm)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private bool HasRightResponse(SipRequest request, Account? account, DigestCredentials credentials, Func<SipUri, bool> isOwnAddress)
    {
        if (credentials.Algorithm is not { } algorithm || !algorithms.Contains(algorithm) || !IsForRequest(request, credentials, isOwnAddress))
        {
            return false;
        }

        // An unknown user costs the same calculation as a wrong password.
        var ha1 = account?.Ha1(algorithm);
        var expected = DigestHash.Response(algorithm, ha1 ?? new string('0', 32), request.Method, credentials);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(credentials.Response.ToLowerInvariant())) && ha1 is not null;
    }

    /// <summary>RFC 7616 section 3.4.6: the uri must name what is requested. Parameters and port are left out of the
    /// comparison, since phones do so and proxies on the way may change them.</summary>
    private static bool IsForRequest(SipRequest request, DigestCredentials credentials, Func<SipUri, bool> isOwnAddress)
    {
        if (!SipUri.TryParse(credentials.Uri, out var uri))
        {
            return false;
        }

        return uri.AddressOfRecord == request.RequestUri.AddressOfRecord || isOwnAddress(uri);
    }
}
