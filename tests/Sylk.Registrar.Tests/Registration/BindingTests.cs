using System.Globalization;
using Sylk.Abstractions.Sip;
using Sylk.Registrar.Tests.Fakes;

namespace Sylk.Registrar.Tests.Registration;

/// <summary>RFC 3261 section 10.3: what a REGISTER makes of the bindings.</summary>
public sealed class BindingTests : IAsyncDisposable
{
    private readonly RegistrarHost _host = new();
    private readonly Phone _bob = new("bob", Peers.Udp());

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null, "600")]
    [InlineData("120", "120")]
    [InlineData("999999", "3600")]
    [InlineData("nonsense", "3600")]
    public void The_time_is_what_was_asked_for_within_bounds(string? asked, string granted)
    {
        var request = _bob.Register("<sip:bob@198.51.100.7>");
        request.Headers["Expires"] = asked;
        Assert.Equal([$"<sip:bob@198.51.100.7>;expires={granted}"], Contacts(_host.ReceiveAuthorized(_bob, request).Final!));
    }

    [Fact]
    public void The_time_of_a_contact_counts_before_the_header()
    {
        var request = _bob.Register("<sip:bob@198.51.100.7>;expires=90");
        request.Headers["Expires"] = "600";
        Assert.Equal(["<sip:bob@198.51.100.7>;expires=90"], Contacts(_host.ReceiveAuthorized(_bob, request).Final!));
    }

    [Fact]
    public void A_time_too_brief_is_refused_with_the_least_one()
    {
        var response = _host.Register(_bob, "<sip:bob@198.51.100.7>;expires=10");
        Assert.Equal((423, "60"), (response.StatusCode, response.Headers["Min-Expires"]));
        Assert.Empty(Query());
    }

    [Fact]
    public void Several_contacts_are_kept_and_refreshed_and_removed_each_on_its_own()
    {
        _host.Register(_bob, "<sip:bob@198.51.100.7>", "<sip:bob@198.51.100.8:5070>");
        _host.Time.Advance(TimeSpan.FromSeconds(100));
        _host.Register(_bob, "<sip:bob@198.51.100.8:5070>");
        Assert.Equal(["<sip:bob@198.51.100.7>;expires=500", "<sip:bob@198.51.100.8:5070>;expires=600"], Query());
        _host.Register(_bob, "<sip:bob@198.51.100.7>;expires=0");
        Assert.Equal(["<sip:bob@198.51.100.8:5070>;expires=600"], Query());
    }

    [Fact]
    public void All_are_removed_at_once()
    {
        _host.Register(_bob, "<sip:bob@198.51.100.7>", "<sip:bob@198.51.100.8>");
        var request = _bob.Register("*");
        request.Headers["Expires"] = "0";
        Assert.Equal(200, _host.ReceiveAuthorized(_bob, request).Final!.StatusCode);
        Assert.Empty(Query());
    }

    [Theory]
    [InlineData("60", "*")]
    [InlineData(null, "*")]
    [InlineData("0", "*", "<sip:bob@198.51.100.9>")]
    public void A_star_that_may_mean_something_else_removes_nothing(string? expires, params string[] contacts)
    {
        _host.Register(_bob, "<sip:bob@198.51.100.7>");
        var request = _bob.Register(contacts);
        request.Headers["Expires"] = expires;
        Assert.Equal(400, _host.ReceiveAuthorized(_bob, request).Final!.StatusCode);
        Assert.Single(Query());
    }

    [Fact]
    public void A_request_that_was_overtaken_changes_nothing()
    {
        var late = _bob.Register("<sip:bob@198.51.100.7>;expires=0");
        _host.Register(_bob, "<sip:bob@198.51.100.7>");
        var challenge = _host.Receive(late, _bob.Peer).Final!;
        var authorized = _bob.Authorize(late, challenge);
        authorized.Headers["CSeq"] = "1 REGISTER";
        Assert.Equal(400, _host.Receive(authorized, _bob.Peer).Final!.StatusCode);
        Assert.Single(Query());
    }

    [Fact]
    public void One_bad_contact_spoils_the_whole_request()
    {
        Assert.Equal(400, _host.Register(_bob, "<sip:bob@198.51.100.7>", "<mailto:bob@example.com>").StatusCode);
        Assert.Empty(Query());
    }

    [Fact]
    public void The_one_refreshed_longest_ago_makes_room()
    {
        for (var i = 0; i < 11; i++)
        {
            _host.Register(_bob, string.Create(CultureInfo.InvariantCulture, $"<sip:bob@198.51.100.{i}>"));
            _host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var contacts = Query();
        Assert.Equal(10, contacts.Count);
        Assert.DoesNotContain(contacts, c => c.Contains("@198.51.100.0>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_binding_that_has_expired_gets_no_calls()
    {
        _host.Register(_bob, "<sip:bob@198.51.100.7>;expires=60");
        _host.Time.Advance(TimeSpan.FromSeconds(60));
        var alice = new Phone("alice", Peers.Udp("198.51.100.1"));
        Assert.Equal(480, (await _host.ReceiveAuthorized(alice, alice.Request("INVITE", "sip:bob@sylk.test")).FinalAsync()).StatusCode);
    }

    [Fact]
    public void Nobody_binds_an_address_to_the_server_itself()
    {
        Assert.Equal(403, _host.Register(_bob, $"<sip:bob@{FakeSip.Host}>").StatusCode);
        Assert.Equal(403, _host.Register(_bob, "<sip:alice@sylk.test>").StatusCode);
    }

    [Fact]
    public void An_extension_that_is_not_known_is_refused_before_anything_else()
    {
        var request = _bob.Register("<sip:bob@198.51.100.7>");
        request.Headers["Require"] = "path, unheard-of";
        var response = _host.Receive(request, _bob.Peer).Final!;
        Assert.Equal((420, "unheard-of"), (response.StatusCode, response.Headers["Unsupported"]));
    }

    [Fact]
    public void An_address_of_another_domain_is_not_found()
    {
        var request = _bob.Register("<sip:bob@198.51.100.7>");
        request.Headers["To"] = "<sip:bob@elsewhere.test>";
        Assert.Equal(404, _host.Receive(request, _bob.Peer).Final!.StatusCode);
    }

    private static IReadOnlyList<string> Contacts(SipResponse response) => response.Headers.GetList("Contact");

    private IReadOnlyList<string> Query() => Contacts(_host.Register(_bob));
}
