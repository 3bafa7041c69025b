using System.Globalization;
using System.Security.Cryptography;
using Sylk.Abstractions.Sip;

namespace Sylk.Sip.Authentication;

/// <summary>Answers challenges with one set of credentials, and goes on using their nonces for what follows.</summary>
internal sealed class DigestClient(SipCredentials credentials)
{
    private readonly Dictionary<(string Header, string Realm), Session> _sessions = [];

    /// <summary>Takes the challenges of a 401 or 407; of several in one realm the strongest that can be answered.</summary>
    /// <param name="response">The response.</param>
    /// <param name="answered">What this exchange has answered already; a challenge that comes again must be stale.</param>
    /// <returns>Whether sending the request again has a prospect.</returns>
    public bool TryTake(SipResponse response, ISet<(string Header, string Realm)> answered)
    {
        var isProxy = response.StatusCode == 407;
        var header = isProxy ? "Proxy-Authorization" : "Authorization";
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
                _sessions[(header, best.Realm)] = new(best);
                isTaken = true;
            }
        }

        return isTaken;
    }

    /// <summary>Puts the answers to all challenges seen into a request, in place of those it has.</summary>
    public void Authorize(SipRequest request)
    {
        request.Headers.Remove("Authorization");
        request.Headers.Remove("Proxy-Authorization");
        foreach (var ((header, _), session) in _sessions)
        {
            request.Headers.Add(header, Answer(session, request.Method, request.RequestUri.ToString()));
        }
    }

    private string Answer(Session session, string method, string uri)
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

    private sealed class Session(DigestChallenge challenge)
    {
        public DigestChallenge Challenge => challenge;

        public uint Count { get; set; }
    }
}
