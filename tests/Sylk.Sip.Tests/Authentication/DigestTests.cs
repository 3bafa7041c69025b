using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;

namespace Sylk.Sip.Tests.Authentication;

public sealed class DigestTests
{
    private static readonly SipCredentials Mufasa = new() { Username = "Mufasa", Password = "Circle of Life" };

    [Fact]
    public void Rfc2617_section_3_5()
    {
        var credentials = new SipCredentials { Username = "Mufasa", Password = "Circle Of Life" };
        var challenge = Parse("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
        Assert.Equal("6629fae49393a05397450978507c4ef1", DigestResponse.Compute(challenge, credentials, "GET", "/dir/index.html", "00000001", "0a4f113b"));
        var hashed = new SipCredentials { Username = "Mufasa", Ha1 = "939e7578ed9e3c518a452acee763bce9" };
        Assert.Equal("6629fae49393a05397450978507c4ef1", DigestResponse.Compute(challenge, hashed, "GET", "/dir/index.html", "00000001", "0a4f113b"));
    }

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Rfc7616_section_3_9_1(string algorithm, string expected)
    {
        var challenge = Parse($"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"");
        Assert.Equal(expected, DigestResponse.Compute(challenge, Mufasa, "GET", "/dir/index.html", "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"));
    }

    [Fact]
    public void The_strongest_challenge_that_can_be_answered_is()
    {
        Assert.Contains("algorithm=SHA-256", Answer(Mufasa), StringComparison.Ordinal);
        Assert.Contains("algorithm=MD5", Answer(new() { Username = "Mufasa", Ha1 = "939e7578ed9e3c518a452acee763bce9" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_challenge_that_comes_again_is_final_unless_stale()
    {
        var client = new DigestClient(Mufasa);
        var answered = new HashSet<(string, string)>();
        Assert.True(client.TryTake(Challenge(""), answered));
        Assert.False(client.TryTake(Challenge(""), answered));
        Assert.True(client.TryTake(Challenge(", stale=true"), answered));
    }

    [Fact]
    public void Nonces_are_counted()
    {
        var client = new DigestClient(Mufasa);
        client.TryTake(Challenge(""), new HashSet<(string, string)>());
        var request = new SipRequest("OPTIONS", SipUri.Parse("sip:example.org"));
        client.Authorize(request);
        client.Authorize(request);
        Assert.Contains("nc=00000002", Assert.Single(request.Headers.GetAll("Authorization")), StringComparison.Ordinal);
    }

    private static string Answer(SipCredentials credentials)
    {
        var client = new DigestClient(credentials);
        Assert.True(client.TryTake(Challenge(""), new HashSet<(string, string)>()));
        var request = new SipRequest("OPTIONS", SipUri.Parse("sip:example.org"));
        client.Authorize(request);
        return request.Headers["Authorization"]!;
    }

    private static SipResponse Challenge(string more)
    {
        var response = new SipResponse(401, "Unauthorized");
        response.Headers.Add("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5{more}");
        response.Headers.Add("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256{more}");
        response.Headers.Add("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512-256{more}");
        return response;
    }

    private static DigestChallenge Parse(string text) => DigestChallenge.TryParse(text, out var challenge) ? challenge : throw new FormatException(text);
}
