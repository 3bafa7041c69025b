using System.Text.Json;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>The phone page of the gateway in Firefox.</summary>
public sealed class FirefoxPhone(FirefoxBrowser browser)
{
    public async Task LogInAsync(string page, string account, string password = "demo")
    {
        await browser.NavigateAsync(page);
        await FillAsync("login-account", account);
        await FillAsync("login-password", password);
        await ClickAsync("login-submit");
        await WaitForAsync("document.getElementById('app').checkVisibility()");
    }

    public async Task CallAsync(string address, bool video = false)
    {
        await FillAsync("dial-address", address);
        await ClickAsync(video ? "dial-video" : "dial-call");
    }

    public async Task AnswerWithVideoAsync()
    {
        await WaitForAsync("document.getElementById('incoming').checkVisibility()");
        await ClickAsync("incoming-answer-video");
    }

    public Task HangUpAsync() => ClickAsync("call-hangup");

    public Task WaitForEndAsync() => WaitForAsync("!window.sylkPhone.call");

    /// <summary>Waits until sound and pictures arrive from now on.</summary>
    public async Task WaitForAudioAndVideoAsync()
    {
        var before = await ReceivedAsync();
        var last = before;
        await Eventually.IsTrueAsync(
            async () =>
            {
                last = await ReceivedAsync();
                return last.AudioEnergy > before.AudioEnergy + 0.01 && last.FramesDecoded >= before.FramesDecoded + 10;
            },
            () => $"{before} then {last}");
    }

    private async Task<Received> ReceivedAsync()
    {
        var sums = (await browser.EvaluateAsync("""
            (async () => {
              let energy = 0, frames = 0, packets = 0, lost = 0;
              const reports = await window.sylkPhone.call?.peerConnection.getStats() ?? new Map();
              for (const report of reports.values()) {
                if (report.type === 'inbound-rtp') {
                  energy += report.totalAudioEnergy ?? 0;
                  frames += report.framesDecoded ?? 0;
                  packets += report.packetsReceived ?? 0;
                  lost += report.packetsLost ?? 0;
                }
              }
              return [energy, frames, packets, lost];
            })()
            """)).EnumerateArray().Select(number => number.GetDouble()).ToArray();
        return new(sums[0], (int)sums[1], (int)sums[2], (int)sums[3]);
    }

    private async Task FillAsync(string id, string text) =>
        await browser.EvaluateAsync($"document.getElementById('{id}').value = {JsonSerializer.Serialize(text)}");

    private async Task ClickAsync(string id) => await browser.EvaluateAsync($"document.getElementById('{id}').click()");

    private Task WaitForAsync(string condition)
    {
        var shown = "";
        return Eventually.IsTrueAsync(
            async () =>
            {
                shown = (await browser.EvaluateAsync("document.body.innerText")).GetString()!;
                return (await browser.EvaluateAsync(condition)).GetBoolean();
            },
            () => $"{condition}; the page shows:\n{shown}");
    }
}
