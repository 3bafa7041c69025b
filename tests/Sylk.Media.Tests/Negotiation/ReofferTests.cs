using static Sylk.Media.Tests.Negotiation.RelayFixture;

namespace Sylk.Media.Tests.Negotiation;

/// <summary>Offers within a call that stands: which of them concern the other peer.</summary>
public class ReofferTests
{
    [Fact]
    public async Task A_restart_of_ice_is_a_matter_of_one_leg()
    {
        RelayFixture fixture = await CallAsync();
        string offer = Sample.Read("chromium-reoffer-ice-restart");
        string? answer = await fixture.Relay.TryAnswerLocallyAsync(Browser, offer);
        Assert.NotNull(answer);
        OfferAnswerRules.Check(offer, answer);
    }

    /// <summary>RFC 3264 section 8.4: who is put on hold stops sending, and may tell his user so.</summary>
    [Fact]
    public async Task A_hold_is_told_to_the_other_peer()
    {
        RelayFixture fixture = await CallAsync();
        Assert.Null(await fixture.Relay.TryAnswerLocallyAsync(Browser, Sample.Read("chromium-reoffer-hold")));
    }

    [Fact]
    public async Task A_hold_of_which_the_other_peer_must_not_know_is_answered()
    {
        RelayFixture fixture = await CallAsync();
        string offer = Sample.Read("chromium-reoffer-hold");
        string? answer = await fixture.Relay.TryAnswerLocallyAsync(Browser, offer, holdToo: true);
        Assert.NotNull(answer);
        OfferAnswerRules.Check(offer, answer);
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_is_told_to_the_other_peer()
    {
        RelayFixture fixture = await CallAsync();
        Assert.Null(await fixture.Relay.TryAnswerLocallyAsync(Browser, Sample.Read("chromium-reoffer-camera-off")));
    }

    private static async Task<RelayFixture> CallAsync()
    {
        RelayFixture fixture = new();
        await fixture.ExchangeAsync(Browser, Sample.Read("chromium-offer"), Sample.Read("baresip-answer"));
        return fixture;
    }
}
