using Microsoft.Playwright;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>The phone page of the gateway in a Chromium with fake camera and microphone.</summary>
public sealed class PhonePage(IPage page)
{
    private const int Limit = 20_000;

    public IPage Page => page;

    public async Task LogInAsync(string account, string password = "demo")
    {
        await page.FillAsync("#login-account", account);
        await page.FillAsync("#login-password", password);
        await page.ClickAsync("#login-submit");
    }

    public Task WaitForLoginAsync() => page.WaitForSelectorAsync("#app", new() { State = WaitForSelectorState.Visible, Timeout = Limit });

    public async Task CallAsync(string address, bool video = false)
    {
        await page.FillAsync("#dial-address", address);
        await page.ClickAsync(video ? "#dial-video" : "#dial-call");
    }

    public Task AnswerAsync() => page.ClickAsync("#incoming-answer", new() { Timeout = Limit });

    public Task DeclineAsync() => page.ClickAsync("#incoming-decline", new() { Timeout = Limit });

    public Task HangUpAsync() => page.ClickAsync("#call-hangup");

    /// <summary>Waits until the call counts its seconds.</summary>
    public Task WaitForTalkAsync() => page.WaitForSelectorAsync("#call-timer", new() { State = WaitForSelectorState.Visible, Timeout = Limit });

    /// <summary>What stands where a call has ended.</summary>
    public async Task<string> EndedTextAsync()
    {
        await page.WaitForSelectorAsync("#ended", new() { State = WaitForSelectorState.Visible, Timeout = Limit });
        return await page.InnerTextAsync("#ended-text");
    }

    /// <summary>Sums of what all peer connections of the page have received (getStats).</summary>
    public async Task<Received> ReceivedAsync()
    {
        var sums = await page.EvaluateAsync<double[]>("""
            async () => {
              let energy = 0, frames = 0, packets = 0, lost = 0;
              for (const connection of window.peerConnections ?? []) {
                for (const report of (await connection.getStats()).values()) {
                  if (report.type === 'inbound-rtp') {
                    energy += report.totalAudioEnergy ?? 0;
                    frames += report.framesDecoded ?? 0;
                    packets += report.packetsReceived ?? 0;
                    lost += report.packetsLost ?? 0;
                  }
                }
              }
              return [energy, frames, packets, lost];
            }
            """);
        return new(sums[0], (int)sums[1], (int)sums[2], (int)sums[3]);
    }

    public async Task WaitForAudioAsync()
    {
        Received last = new(0, 0, 0, 0);
        await Eventually.IsTrueAsync(async () => (last = await ReceivedAsync()).AudioEnergy > 0.01, () => last.ToString());
    }

    public async Task WaitForVideoAsync()
    {
        Received last = new(0, 0, 0, 0);
        await Eventually.IsTrueAsync(async () => (last = await ReceivedAsync()).FramesDecoded > 20, () => last.ToString());
    }
}

/// <summary>Counters of what a browser got.</summary>
public sealed record Received(double AudioEnergy, int FramesDecoded, int Packets, int Lost);
