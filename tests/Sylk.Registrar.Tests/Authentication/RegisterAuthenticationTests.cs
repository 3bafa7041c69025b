using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Authentication;

public sealed class RegisterAuthenticationTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new(s => s.Account =
    [
        new() { Uri = "alice@sylk.test", Password = "demo" },
        new() { Uri = "bob@sylk.test", Ha1 = "A82D9C1BBD25A6E5B8B6A5F6B8F0A6B1" },
        new() { Uri = "carol@sylk.test", Ha1Sha256 = new string('0', 64) },
    ]);

    private readonly Phone _alice = new("alice", Peers.Udp());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Offers_SHA_256_before_MD5_with_one_fresh_nonce()
    {
        var challenges = Challenge(_alice).Headers.GetAll("WWW-Authenticate").ToList();
        Assert.Equal(2, challenges.Count);
        Assert.Contains("algorithm=SHA-256, qop=\"auth\"", challenges[0], StringComparison.Ordinal);
        Assert.Contains("algorithm=MD5, qop=\"auth\"", challenges[1], StringComparison.Ordinal);
        Assert.All(challenges, c => Assert.Equal("sylk.test", Phone.Parameter(c, "realm")));
        Assert.All(challenges, c => Assert.DoesNotContain("stale", c, StringComparison.Ordinal));
        Assert.NotEqual(Phone.Parameter(challenges[0], "nonce"), Phone.Parameter(Challenge(_alice).Headers["WWW-Authenticate"]!, "nonce"));
    }

    [Theory]
    [InlineData("bob", "algorithm=MD5,")]
    [InlineData("carol", "algorithm=SHA-256,")]
    public void Offers_only_what_the_account_can_answer(string user, string algorithm)
    {
        var challenge = Assert.Single(Challenge(new(user, Peers.Udp())).Headers.GetAll("WWW-Authenticate"));
        Assert.Contains(algorithm, challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public void Accepts_either_algorithm(string algorithm) =>
        Assert.Equal(200, _host.ReceiveAuthorized(_alice, _alice.Register("<sip:alice@198.51.100.7>"), algorithm).Final!.StatusCode);

    [Fact]
    public void A_wrong_password_and_an_unknown_user_look_the_same()
    {
        _alice.Password = "wrong";
        var wrong = _host.ReceiveAuthorized(_alice, _alice.Register()).Final!;
        var nobody = new Phone("nobody", Peers.Udp());
        var unknown = _host.ReceiveAuthorized(nobody, nobody.Register()).Final!;
        Assert.Equal(401, wrong.StatusCode);
        Assert.Equal(401, unknown.StatusCode);
        Assert.Equal(wrong.Headers.Select(h => h.Name), unknown.Headers.Select(h => h.Name));
        Assert.All(wrong.Headers.GetAll("WWW-Authenticate"), c => Assert.DoesNotContain("stale", c, StringComparison.Ordinal));
    }

    [Fact]
    public void An_old_nonce_is_stale_and_the_new_one_works()
    {
        var request = _alice.Register();
        var challenge = _host.Receive(request, _alice.Peer).Final!;
        _host.Time.Advance(TimeSpan.FromSeconds(301));
        var stale = _host.Receive(_alice.Authorize(request, challenge), _alice.Peer).Final!;
        Assert.Equal(401, stale.StatusCode);
        Assert.All(stale.Headers.GetAll("WWW-Authenticate"), c => Assert.EndsWith(", stale=true", c, StringComparison.Ordinal));
        Assert.Equal(200, _host.Receive(_alice.Authorize(request, stale), _alice.Peer).Final!.StatusCode);
    }

    [Fact]
    public void A_nonce_serves_several_requests_but_no_replay()
    {
        var request = _alice.Register();
        var challenge = _host.Receive(request, _alice.Peer).Final!;
        var first = _alice.Authorize(request, challenge);
        Assert.Equal(200, _host.Receive(first, _alice.Peer).Final!.StatusCode);
        Assert.Equal(200, _host.Receive(_alice.Authorize(request, challenge), _alice.Peer).Final!.StatusCode);
        var replay = _host.Receive(first.Clone(), _alice.Peer).Final!;
        Assert.Equal(401, replay.StatusCode);
        Assert.Contains("stale=true", replay.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_seen_on_the_wire_are_of_no_use_from_another_address()
    {
        var request = _alice.Register();
        var authorized = _alice.Authorize(request, _host.Receive(request, _alice.Peer).Final!);
        Assert.Equal(401, _host.Receive(authorized, Peers.Udp("203.0.113.66")).Final!.StatusCode);
    }

    [Theory]
    [InlineData("uri=\"sip:sylk.test\"", "uri=\"sip:elsewhere.test\"")]
    [InlineData("uri=\"sip:sylk.test\"", "uri=\"nonsense\"")]
    [InlineData("algorithm=MD5", "algorithm=SHA-256")]
    [InlineData("algorithm=MD5", "algorithm=MD5-sess")]
    [InlineData("username=\"alice\"", "username=\"bob\"")]
    [InlineData("nc=00000001", "nc=00000002")]
    [InlineData("cnonce=\"c\"", "cnonce=\"d\"")]
    public void Changed_credentials_are_wrong(string part, string replacement)
    {
        var request = _alice.Register();
        var challenge = _host.Receive(request, _alice.Peer).Final!;
        var forged = _alice.Authorize(request, challenge, change: v => v.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Equal(401, _host.Receive(forged, _alice.Peer).Final!.StatusCode);
    }

    [Fact]
    public void Accepts_the_address_of_this_server_as_uri()
    {
        var request = _alice.Register();
        var asked = _host.Receive(request, _alice.Peer).Final!;
        var elsewhere = request.Clone();
        elsewhere.RequestUri = SipUri.Parse($"sip:{FakeSip.Host}:5060");
        var authorized = _alice.Authorize(elsewhere, asked);
        authorized.RequestUri = request.RequestUri;
        Assert.Equal(200, _host.Receive(authorized, _alice.Peer).Final!.StatusCode);
    }

    [Fact]
    public void Nobody_registers_for_somebody_else()
    {
        var request = _alice.Register("<sip:mallory@203.0.113.66>");
        request.Headers["To"] = "<sip:bob@sylk.test>";
        var challenge = _host.Receive(request, _alice.Peer).Final!;
        Assert.Equal(403, _host.Receive(_alice.Authorize(request, challenge), _alice.Peer).Final!.StatusCode);
    }

    [Fact]
    public void A_source_that_guesses_is_sent_away_and_others_are_not()
    {
        _alice.Password = "guess";
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(401, _host.ReceiveAuthorized(_alice, _alice.Register()).Final!.StatusCode);
        }

        _alice.Password = "demo";
        var refused = _host.ReceiveAuthorized(_alice, _alice.Register()).Final!;
        Assert.Equal(503, refused.StatusCode);
        Assert.Equal("60", refused.Headers["Retry-After"]);
        Assert.Empty(refused.Headers.GetAll("WWW-Authenticate"));

        _host.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(200, _host.ReceiveAuthorized(_alice, _alice.Register()).Final!.StatusCode);
    }

    [Fact]
    public void A_request_for_another_realm_is_only_challenged()
    {
        var request = _alice.Register();
        var challenge = _host.Receive(request, _alice.Peer).Final!;
        var other = _alice.Authorize(request, challenge, change: v => v.Replace("realm=\"sylk.test\"", "realm=\"evil.test\"", StringComparison.Ordinal));
        Assert.Equal(401, _host.Receive(other, _alice.Peer).Final!.StatusCode);
    }

    private SipResponse Challenge(Phone phone)
    {
        var response = _host.Receive(phone.Register(), phone.Peer).Final!;
        Assert.Equal(401, response.StatusCode);
        return response;
    }
}
