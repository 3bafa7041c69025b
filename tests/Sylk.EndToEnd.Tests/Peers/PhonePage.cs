using Microsoft.Playwright;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>The phone page of the gateway in a browser profile of its own. Disposing closes it as a user does who closes the
/// browser: without a word to the server.</summary>
public sealed class PhonePage(IPage page) : IAsyncDisposable
{
    internal const int Limit = 60_000;

    public IPage Page => page;

    /// <summary>Its conversations.</summary>
    public PhonePageChat Chat => new(this);

    /// <summary>The account it logged in with.</summary>
    public string Address { get; private set; } = "";

    public async Task LogInAsync(string account, string password = "demo")
    {
        Address = account;
        await page.FillAsync("#login-account", account);
        await page.FillAsync("#login-password", password);
        await page.ClickAsync("#login-submit");
    }

    public Task WaitForLoginAsync() => WaitForAsync("#app");

    /// <summary>Waits until the user is told that there is no connection.</summary>
    public Task WaitForOutageAsync() => WaitForAsync("#connection[data-lost=true]");

    /// <summary>Waits until calls can be made and come in.</summary>
    public Task WaitForReadinessAsync() => WaitForAsync("#registration[data-state=registered]");

    /// <summary>What the login form says went wrong.</summary>
    public async Task<string> LoginErrorAsync()
    {
        await WaitForAsync("#login-error");
        return await page.InnerTextAsync("#login-error");
    }

    public async Task CallAsync(string address, bool video = false)
    {
        await page.FillAsync("#dial-address", address);
        await ClickAsync(video ? "#dial-video" : "#dial-call");
        await WaitForAsync("#phone:not([data-state=idle])");
    }

    /// <summary>Waits until a call rings here.</summary>
    public Task WaitForRingingAsync() => WaitForAsync("#incoming");

    /// <summary>Waits until no call rings here any more.</summary>
    public Task WaitForSilenceAsync() => WaitForAsync("#incoming", WaitForSelectorState.Hidden);

    /// <summary>Waits until the other side is said to ring.</summary>
    public Task WaitForRingbackAsync() => WaitForAsync("#call[data-state=ringing]");

    public Task AnswerAsync() => ClickAsync("#incoming-answer");

    public Task AnswerWithVideoAsync() => ClickAsync("#incoming-answer-video");

    public Task DeclineAsync() => ClickAsync("#incoming-decline");

    /// <summary>Holds the present call and takes the one that waits.</summary>
    public Task AnswerWaitingCallAsync() => ClickAsync(".other-call[data-state=ringing] .good");

    /// <summary>Holds the present call and goes on with the one on hold.</summary>
    public Task SwitchCallAsync() => ClickAsync(".other-call[data-state=held] [title='Switch to this call']");

    public Task HangUpAsync() => ClickAsync("#call-hangup");

    public Task ToggleHoldAsync() => ClickAsync("#call-hold");

    public Task ToggleCameraAsync() => ClickAsync("#call-camera");

    /// <summary>Presses keys of the keypad, which is opened first if it is closed.</summary>
    public async Task PressKeysAsync(string keys)
    {
        if (!await page.IsVisibleAsync("#keypad"))
        {
            await ClickAsync("#call-keypad");
        }

        foreach (var key in keys)
        {
            await ClickAsync($"#keypad [data-key='{key}']");
        }
    }

    /// <summary>Waits until the call counts its seconds.</summary>
    public Task WaitForTalkAsync() => WaitForAsync("#call-timer");

    /// <summary>Waits until the user is told who holds the call.</summary>
    public Task WaitForHoldAsync(bool here, bool there) => WaitForAsync(
        $"#call[data-held={Word(here)}][data-remote-hold={Word(there)}] #call-status:has-text('{(here ? "On hold" : there ? "put you on hold" : "")}')",
        here || there ? WaitForSelectorState.Visible : WaitForSelectorState.Attached);

    /// <summary>Waits until no picture of the other side is shown.</summary>
    public Task WaitForNoPictureAsync() => WaitForAsync("#call[data-picture=none]");

    /// <summary>Waits until the picture of the other side is shown.</summary>
    public Task WaitForPictureAsync() => WaitForAsync("#call[data-picture=shown]");

    /// <summary>Writes to the other side within the call.</summary>
    /// <returns>What became of it: state and status.</returns>
    public Task<string> SendInCallAsync(string text) => page.EvaluateAsync<string>("""
        text => new Promise((resolve, reject) => {
          const call = window.sylkPhone.call;
          call.addEventListener('disposition-notification', e => resolve(`${e.detail.state} ${e.detail.code}`), { once: true });
          call.sendMessage(text).catch(reject);
        })
        """, text);

    /// <summary>Waits for what the other side writes within the call, from now on.</summary>
    public Task<string> ReadInCallAsync() => page.EvaluateAsync<string>(
        "() => new Promise(resolve => window.sylkPhone.call.addEventListener('message', e => resolve(e.detail.content), { once: true }))");

    /// <summary>Waits for the end of the call.</summary>
    /// <returns>What stood there about it; an ordinary end is shown for a moment only.</returns>
    public async Task<string> EndedTextAsync()
    {
        await WaitForAsync("#phone:is([data-state=ended], [data-state=idle])");
        return await page.TextContentAsync("#ended-text") ?? "";
    }

    /// <summary>The lines of the list of calls, newest first.</summary>
    public async Task<string[]> RecentCallsAsync()
    {
        await ClickAsync("#tab-calls");
        await WaitForAsync("#recents-list li");
        return [.. await page.Locator("#recents-list .row-facts").AllInnerTextsAsync()];
    }

    /// <summary>Waits until sound arrives from now on.</summary>
    public async Task WaitForAudioAsync()
    {
        var before = await ReceivedAsync();
        var last = before;
        await Eventually.IsTrueAsync(async () => (last = await ReceivedAsync()).AudioEnergy > before.AudioEnergy + 0.01, () => $"{before} then {last}");
    }

    /// <summary>Waits until pictures arrive from now on.</summary>
    public async Task WaitForVideoAsync()
    {
        var before = await ReceivedAsync();
        var last = before;
        await Eventually.IsTrueAsync(async () => (last = await ReceivedAsync()).FramesDecoded >= before.FramesDecoded + 10, () => $"{before} then {last}");
    }

    /// <summary>Waits until nothing arrives for a second and a half.</summary>
    public async Task WaitForNoMediaAsync()
    {
        Received before = new(0, 0, 0, 0), after = before;
        await Eventually.IsTrueAsync(
            async () =>
            {
                before = await ReceivedAsync();
                await Infrastructure.MediaFlow.LastAsync(1.5);
                after = await ReceivedAsync();
                return after.Packets == before.Packets;
            },
            () => $"{before} then {after}");
    }

    /// <summary>Waits until all of these frequencies (Hz) sound at once.</summary>
    public Task WaitForTonesAsync(params int[] frequencies) => page.EvaluateAsync("""
        frequencies => new Promise((resolve, reject) => {
          const context = new AudioContext();
          const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
          const stream = window.sylkPhone.call.remoteStream;
          let source = null;
          const levels = new Float32Array(analyser.frequencyBinCount);
          const bin = frequency => Math.round(frequency * analyser.fftSize / context.sampleRate);
          const best = frequencies.map(() => -Infinity);
          const timer = setInterval(() => {
            if (!source && stream.getAudioTracks().length > 0) {
              source = context.createMediaStreamSource(stream);
              source.connect(analyser);
            }
            analyser.getFloatFrequencyData(levels);
            const heard = frequencies.map(frequency => Math.max(...levels.slice(bin(frequency) - 1, bin(frequency) + 2)));
            const floor = [...levels].sort((a, b) => a - b)[levels.length >> 1];
            if (heard.every(level => level > -45 && level > floor + 25)) {
              finish();
              resolve();
            }
            heard.forEach((level, i) => best[i] = Math.max(best[i], level));
          }, 10);
          const limit = setTimeout(() => { finish(); reject(new Error(`heard ${best} dB at ${frequencies} Hz`)); }, 60000);
          const finish = () => { clearInterval(timer); clearTimeout(limit); context.close(); };
        })
        """, frequencies);

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

    /// <summary>A second tab of the same browser, logged in with the same account.</summary>
    public async Task<PhonePage> OpenTabAsync()
    {
        var tab = new PhonePage(await page.Context.NewPageAsync());
        await tab.Page.GotoAsync(page.Url);
        await tab.LogInAsync(Address);
        await tab.WaitForLoginAsync();
        return tab;
    }

    /// <summary>Loads the page anew and logs in again.</summary>
    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await LogInAsync(Address);
        await WaitForLoginAsync();
    }

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();

    private static string Word(bool value) => value ? "true" : "false";

    internal Task ClickAsync(string selector) => ExplainAsync(() => page.ClickAsync(selector, new() { Timeout = Limit }));

    internal Task WaitForAsync(string selector, WaitForSelectorState state = WaitForSelectorState.Visible) =>
        ExplainAsync(() => page.WaitForSelectorAsync(selector, new() { State = state, Timeout = Limit }));

    /// <summary>A wait in vain tells what the page showed instead.</summary>
    internal async Task ExplainAsync(Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            throw new TimeoutException($"{e.Message}\nThe page of {Address} shows:\n{await page.InnerTextAsync("body")}", e);
        }
    }
}

/// <summary>Counters of what a browser got.</summary>
public sealed record Received(double AudioEnergy, int FramesDecoded, int Packets, int Lost);
