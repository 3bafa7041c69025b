using Sylk.Abstractions.Sip;
using Sylk.Server.Routing;

namespace Sylk.Server.Tests.Routing;

public sealed class RoutingMapTests
{
    private static readonly RoutingMap Map = new(new Dictionary<string, string>
    {
        ["alice@example.com"] = "address",
        ["*@example.com"] = "host",
        ["echo"] = "word",
        ["help@*"] = "user",
    });

    [Theory]
    [InlineData("sip:alice@EXAMPLE.com", "address")]
    [InlineData("sip:Alice@example.com", "host")]
    [InlineData("sip:echo@example.com", "host")]
    [InlineData("sip:echo@example.org", "word")]
    [InlineData("sip:bob@echo", "word")]
    [InlineData("sip:help@example.org:5070;transport=tcp", "user")]
    [InlineData("sip:nobody@example.org", null)]
    [InlineData("sip:example.org", null)]
    public void The_more_exact_key_wins(string uri, string? application) => Assert.Equal(application, Map.Find(SipUri.Parse(uri)));

    [Theory]
    [InlineData("*")]
    [InlineData("a@b@c")]
    [InlineData("a b@example.com")]
    [InlineData("@example.com")]
    public void A_key_of_another_form_is_a_mistake(string key) => Assert.NotNull(RoutingMap.Check(key));
}
