using System.Globalization;
using System.Security.Cryptography;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Authentication;

/// <summary>Answers challenges with one set of credentials, and goes on using their nonces for what follows.</summary>
internal sealed class DigestClient(SipCredentials credentials)
{
    private const string ForProxy = "Proxy-Authorization";

    private readonly Dictionary<(string Header, string Realm), DigestSession> _sessions = [];
    private readonly HomeNonces? _home;
    private readonly string? _homeRealm;

    /// <summary>One that knows how a domain of this process has challenged the credentials before.</summary>
    public DigestClient(SipCredentials credentials, HomeNonces home, string realm)
        : this(credentials)
    {
        (_home, _homeRealm) = (home, realm);
        if (home.Find(credentials, realm) is { } known)
        {
            _sessions[(ForProxy, realm)] = known;
        }
    }

    /// <summary>Takes the challenges of a 401 or 407; of several in one realm the strongest that can be answered.</summary>
    /// <param name="response">The response.</param>
    /// <param name="answered">What this exchange has answered already; a challenge that comes again must be stale.</param>
    /// <returns>Whether sending the request again has a prospect.</returns>
    public bool TryTake(SipResponse response, ISet<(string Header, string Realm)> answered)
    {
        var isProxy = response.StatusCode == 407;
        var header = isProxy ? ForProxy : "Authorization";
        var challenges = new List<DigestChallenge>();
        foreach (var value in response.Headers.GetAll(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
        {
            if (DigestChallenge.TryParse(value, out var challenge) && challenge.IsAnswerableBy(credentials))
            {
                challenges.Add(challenge);
            }
        }

        var isTaken = false;
        foreach (var realm in challenges.GroupBy(c => c.Realm))
        {
            var best = realm.MaxBy(c => c.IsSha256)!;
            if (answered.Add((header, best.Realm)) || best.IsStale)
            {
                var session = _sessions[(header, best.Realm)] = new(best);
                isTaken = true;
                if (isProxy && best.Realm == _homeRealm)
                {
                    _home!.Keep(credentials, best.Realm, session);
                }
            }
        }

        return isTaken;
    }

    /// <summary>Puts the answers to all challenges seen into a request, in place of those it has.</summary>
    public void Authorize(SipRequest request)
    {
        request.Headers.Remove("Authorization");
        request.Headers.Remove(ForProxy);
        foreach (var ((header, _), session) in _sessions)
        {
            request.Headers.Add(header, Answer(session, request.Method, request.RequestUri.ToString()));
        }
    }

    private string Answer(DigestSession session, string method, string uri)
    {
        var challenge = session.Challenge;
        var count = (++session.Count).ToString("x8", CultureInfo.InvariantCulture);
        var cnonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var digest = DigestResponse.Compute(challenge, credentials, method, uri, count, cnonce);
        var text = $"Digest username={Quote(credentials.Username)}, realm={Quote(challenge.Realm)}, nonce={Quote(challenge.Nonce)}, uri={Quote(uri)}, response=\"{digest}\"";
        text += challenge.Algorithm is null ? "" : $", algorithm={challenge.Algorithm}";
        text += challenge.Opaque is null ? "" : $", opaque={Quote(challenge.Opaque)}";
        return challenge.HasQop ? $"{text}, qop=auth, nc={count}, cnonce=\"{cnonce}\"" : text;
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
