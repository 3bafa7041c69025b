using System.Diagnostics.CodeAnalysis;
using Sylk.Abstractions.Sip;
using Sylk.Sip.Authentication;
using Sylk.Sip.Tests.Support;

namespace Sylk.Sip.Tests.UserAgents;

/// <summary>A domain of this process challenges an account once, not each of its messages (RFC 3261 section 22.3).</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes asynchronously.")]
public sealed class HomeNonceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly SipCredentials Alice = new() { Username = "alice", Password = "secret" };
    private readonly TestAgent _agent = new();
    private readonly Challenger _domain = new("home.test");

    public Task InitializeAsync()
    {
        _agent.Agent.ServeDomain("home.test", _domain);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    [Fact]
    public async Task What_follows_is_answered_for_at_once()
    {
        await SendAsync(Alice, "sip:alice@home.test");
        await SendAsync(Alice with { }, "sip:alice@HOME.test");
        Assert.Equal(["", "00000001", "00000002"], _domain.Counts);
    }

    [Fact]
    public async Task Others_are_challenged_themselves()
    {
        await SendAsync(Alice, "sip:alice@home.test");
        await SendAsync(Alice with { Password = "another" }, "sip:alice@home.test");
        Assert.Equal(["", "00000001", "", "00000001"], _domain.Counts);
    }

    [Fact]
    public async Task A_nonce_that_is_no_longer_good_is_replaced()
    {
        await SendAsync(Alice, "sip:alice@home.test");
        _domain.Nonce = "second";
        await SendAsync(Alice, "sip:alice@home.test");
        await SendAsync(Alice, "sip:alice@home.test");
        Assert.Equal(["", "00000001", "00000002", "00000001", "00000002"], _domain.Counts);
    }

    [Fact]
    public async Task The_challenges_of_other_realms_are_not_kept()
    {
        _domain.Realm = "phone.test";
        await SendAsync(Alice, "sip:alice@home.test");
        await SendAsync(Alice, "sip:alice@home.test");
        Assert.Equal(["", "00000001", "", "00000001"], _domain.Counts);
    }

    [Fact]
    public void The_oldest_go_first()
    {
        var nonces = new HomeNonces(capacity: 2);
        foreach (var user in (string[])["a", "b", "a", "c"])
        {
            nonces.Keep(new() { Username = user }, "home.test", Session(user));
        }

        Assert.Null(nonces.Find(new() { Username = "a" }, "home.test"));
        Assert.NotNull(nonces.Find(new() { Username = "b" }, "home.test"));
        Assert.NotNull(nonces.Find(new() { Username = "c" }, "home.test"));
    }

    private static DigestSession Session(string nonce) =>
        new(DigestChallenge.TryParse($"Digest realm=\"home.test\", nonce=\"{nonce}\"", out var challenge) ? challenge : throw new FormatException(nonce));

    private async Task SendAsync(SipCredentials credentials, string from)
    {
        var response = await _agent.Agent.SendAsync(new()
        {
            Method = "MESSAGE",
            Target = SipUri.Parse("sip:bob@home.test"),
            From = new(SipUri.Parse(from)),
            Credentials = credentials,
        }).WaitAsync(Patience);
        Assert.Equal(200, response.StatusCode);
    }

    /// <summary>Accepts what is answered with the nonce of now.</summary>
    private sealed class Challenger(string realm) : ISipDomainHandler
    {
        public string Realm { get; set; } = realm;

        public string Nonce { get; set; } = "first";

        /// <summary>The nonce count of each request; nothing where it had no answer.</summary>
        public List<string> Counts { get; } = [];

        public Task OnRequestAsync(ISipServerTransaction transaction, CancellationToken cancellationToken)
        {
            var answer = transaction.Request.Headers["Proxy-Authorization"] ?? "";
            Counts.Add(answer.Split(", nc=") is [_, var rest] ? rest[..8] : "");
            if (answer.Contains($"nonce=\"{Nonce}\"", StringComparison.Ordinal))
            {
                transaction.Respond(200);
                return Task.CompletedTask;
            }

            var response = transaction.Request.CreateResponse(407);
            response.Headers.Add("Proxy-Authenticate", $"Digest realm=\"{Realm}\", nonce=\"{Nonce}\", qop=\"auth\"");
            transaction.Respond(response);
            return Task.CompletedTask;
        }

        public void OnAck(SipRequest ack, SipPeer peer)
        {
        }
    }
}
