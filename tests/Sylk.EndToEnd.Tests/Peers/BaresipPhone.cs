using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>baresip, driven through its ctrl_tcp module. It plays a tone and records what it hears.</summary>
public sealed partial class BaresipPhone : IAsyncDisposable
{
    /// <summary>Frequency (Hz) of the tone it plays.</summary>
    public const int ToneFrequency = 440;

    private readonly TemporaryDirectory _directory;
    private readonly ChildProcess _process;
    private readonly BaresipControl _control;

    private BaresipPhone(string address, TemporaryDirectory directory, ChildProcess process, BaresipControl control)
    {
        Address = address;
        _directory = directory;
        _process = process;
        _control = control;
    }

    /// <summary>user@domain</summary>
    public string Address { get; }

    /// <param name="address">user@domain</param>
    /// <param name="password">Password of digest authentication.</param>
    /// <param name="server">Host and port of registrar and proxy.</param>
    /// <param name="transport"><c>udp</c>, <c>tcp</c> or <c>tls</c>.</param>
    /// <param name="more">Further parameters of the account line, for instance <c>;mediaenc=srtp-mand</c>.</param>
    /// <param name="video">Whether it has a (fake) camera.</param>
    /// <param name="correspondent">Whom it writes to (user@domain); it can do so to the one entry of its address book alone.</param>
    public static async Task<BaresipPhone> StartAsync(string address, string password, string server, string transport = "udp",
        string more = "", bool video = false, string? correspondent = null)
    {
        var directory = new TemporaryDirectory();
        int control = FreePorts.Take(), rtp = FreePorts.TakeRange(16);
        directory.Write("accounts",
            $"<sip:{address};transport={transport}>;auth_pass={password};regint=60;outbound=\"sip:{server};transport={transport}\"{more}\n");
        directory.Write("contacts", correspondent is null ? "" : $"\"Correspondent\" <sip:{correspondent}>\n");
        directory.Write("config", $"""
            poll_method epoll
            sip_listen 127.0.0.1:0
            sip_verify_server no
            net_interface 127.0.0.1
            module_path /usr/lib/baresip/modules
            audio_source ausine,{ToneFrequency}
            ausrc_srate 48000
            ausrc_channels 2
            ausrc_format s16
            auplay_format s16
            rtp_ports {rtp}-{rtp + 15}
            rtp_stats yes
            snd_path {directory.Path}
            video_size 320x240
            video_bitrate 300000
            video_fps 15
            {(video ? "video_source fakevideo,,\nvideo_display fakevideo,," : "")}
            module stdio.so
            module g711.so
            module opus.so
            module ausine.so
            module sndfile.so
            module srtp.so
            module dtls_srtp.so
            {(video ? "module vp8.so\nmodule fakevideo.so\nmodule snapshot.so" : "")}
            module_app account.so
            module_app contact.so
            module_app menu.so
            module_app ctrl_tcp.so
            module_tmp uuid.so
            ctrl_tcp_listen 127.0.0.1:{control}
            """);
        var process = ChildProcess.Start("baresip", ["-4", "-v", "-f", directory.Path]);
        await process.WaitForLineAsync("baresip is ready");
        return new(address, directory, process, await BaresipControl.ConnectAsync(control));
    }

    /// <summary>Waits until the registrar has said 200 (the first registration is sent before the control connection exists).</summary>
    public Task WaitForRegistrationAsync() => _process.WaitForLineAsync(l => l.Contains("200 OK", StringComparison.Ordinal) && l.Contains("binding", StringComparison.Ordinal), "a registration");

    /// <summary>Waits until the recording of the call shows the tone of another phone (after its end).</summary>
    public Task WaitForToneAsync(double frequency = ToneFrequency) => Eventually.IsTrueAsync(
        () => Heard() is { Peak: > 0.05 } heard && Math.Abs(heard.Frequency - frequency) < 40, () => $"heard {Heard()}");

    /// <summary>Sends a command (<c>dial</c>, <c>accept</c>, <c>hangup</c>, <c>hold</c>, <c>sndcode</c>, …).</summary>
    public Task CommandAsync(string command, string parameters = "") => _control.SendAsync(command, parameters);

    /// <summary>Writes to its correspondent.</summary>
    public Task SendMessageAsync(string text) => CommandAsync("message", text);

    /// <summary>Waits until a message of one line is shown.</summary>
    public Task WaitForMessageAsync(string text) => _process.WaitForLineAsync(l => l.EndsWith($"\"{text}\"", StringComparison.Ordinal), text);

    /// <summary>Messages of one line that it has shown, and nothing else that ends in the same way.</summary>
    public IReadOnlyList<string> Messages() => [.. _process.Output.Split('\n').Select(l => ShownMessage().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>Takes its leave of the registrar and ends.</summary>
    public async Task QuitAsync()
    {
        await CommandAsync("quit");
        await _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits for an event of the given type: REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED, …</summary>
    public async Task<JsonElement> WaitForEventAsync(string type)
    {
        try
        {
            return await _control.WaitForEventAsync(type, TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It printed:\n{_process.Tail()}", e);
        }
    }

    /// <summary>Waits for a digit from the other side, as RTP event or as INFO.</summary>
    public async Task WaitForDigitAsync(char digit)
    {
        while ((await WaitForEventAsync("CALL_DTMF_START")).GetProperty("param").GetString() != digit.ToString())
        {
        }
    }

    /// <summary>Waits until the recording of the present call has sound in it, and takes it away: the next one may get the same
    /// name, which is made of the time in seconds.</summary>
    public async Task WaitForSoundAsync()
    {
        await Eventually.IsTrueAsync(() => Heard().Peak > 0.02, () => $"heard {Heard()}; it printed:\n{_process.Tail()}");
        Array.ForEach(Recordings(), File.Delete);
    }

    /// <summary>Packets sent and received by the first stream of the last call, from the summary printed at its end.</summary>
    public async Task<(int Sent, int Received)> WaitForSummaryAsync()
    {
        var line = await _process.WaitForLineAsync("packets:");
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(numbers[1], CultureInfo.InvariantCulture), int.Parse(numbers[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The loudest sample heard (0 to 1) and the strongest frequency in Hz, once the call is over.</summary>
    public (double Peak, double Frequency) Heard() =>
        Recordings() is [var file, ..] ? WavFile.Analyze(file) : (0, 0);

    /// <summary>Waits until RTP from the other side has been accepted by the named stream.</summary>
    public Task WaitForRtpAsync(string stream = "audio") => _process.WaitForLineAsync($"incoming rtp for '{stream}' established");

    /// <summary>Stops it where it stands (SIGSTOP).</summary>
    public void Freeze() => _process.Signal(19);

    /// <summary>Waits until it has keys for SRTP.</summary>
    public Task WaitForKeysAsync() => _process.WaitForLineAsync(
        line => line.Contains("SRTP is Enabled", StringComparison.OrdinalIgnoreCase) || line.Contains("SRTP complete", StringComparison.Ordinal), "keys for SRTP");

    private string[] Recordings() => Directory.GetFiles(_directory.Path, "*dec*.wav");

    /// <summary>Waits until it has decoded a picture of the other side, from which it makes a file then.</summary>
    public async Task WaitForPictureAsync()
    {
        var file = Path.Combine(_directory.Path, "seen.png");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await CommandAsync("snapshot_recv", file);
                return File.Exists(file) && new FileInfo(file).Length > 0;
            },
            () => _process.Tail());
    }

    [GeneratedRegex("^\\r?sip:[^ ]*: \"(.*)\"$")]
    private static partial Regex ShownMessage();

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
