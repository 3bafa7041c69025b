using System.Text.RegularExpressions;
using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>linphone's console client. It plays a file (a tone) and records what it hears.</summary>
public sealed partial class LinphonePhone : IAsyncDisposable
{
    /// <summary>Frequency (Hz) of the tone it plays.</summary>
    public const int ToneFrequency = 620;

    private readonly TemporaryDirectory _directory;
    private readonly ChildProcess _process;
    private int _recordings;

    private LinphonePhone(string address, TemporaryDirectory directory, ChildProcess process)
    {
        Address = address;
        _directory = directory;
        _process = process;
    }

    /// <summary>user@domain</summary>
    public string Address { get; }

    /// <param name="address">user@domain</param>
    /// <param name="password">Password of digest authentication.</param>
    /// <param name="server">Host and port of registrar and proxy.</param>
    /// <param name="transport"><c>udp</c>, <c>tcp</c> or <c>tls</c>.</param>
    /// <param name="encryption"><c>none</c>, <c>srtp</c> (SDES) or <c>dtls</c>.</param>
    public static async Task<LinphonePhone> StartAsync(string address, string password, string server, string transport = "udp",
        string encryption = "none")
    {
        var directory = new TemporaryDirectory();
        var rtp = FreePorts.TakeRange(8);
        Directory.CreateDirectory(Path.Combine(directory.Path, ".local/share/linphone"));
        var config = directory.Write("linphonerc", $"""
            [sip]
            sip_port=-1
            sip_tcp_port=-1
            sip_tls_port=-1
            verify_server_certs=0
            verify_server_cn=0
            media_encryption={encryption}
            media_encryption_mandatory={(encryption == "none" ? 0 : 1)}
            guess_hostname=1
            default_proxy=0
            [proxy_0]
            reg_proxy=<sip:{server};transport={transport}>
            reg_route=<sip:{server};transport={transport};lr>
            reg_identity=sip:{address}
            reg_sendregister=1
            reg_expires=600
            [auth_info_0]
            username={address.Split('@')[0]}
            passwd={password}
            domain={address.Split('@')[1]}
            [rtp]
            audio_rtp_port={rtp}-{rtp + 7}
            [net]
            nat_policy_ref=none
            """);
        var process = ChildProcess.Start("linphonec", ["-c", config], directory.Path,
            new Dictionary<string, string> { ["HOME"] = directory.Path });
        var phone = new LinphonePhone(address, directory, process);
        await phone.CommandAsync("soundcard use files");
        await process.WaitForLineAsync("Using wav files");
        Tone.Write(Path.Combine(directory.Path, "tone.wav"), ToneFrequency, TimeSpan.FromSeconds(60));
        await phone.CommandAsync($"play {directory.Path}/tone.wav");
        await phone.RecordAsync();
        return phone;
    }

    /// <summary>Asks until the registrar has said 200; the console client does not always tell by itself.</summary>
    public Task WaitForRegistrationAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            await CommandAsync("status register");
            return _process.Output.Contains("registered, identity", StringComparison.Ordinal);
        },
        () => _process.Tail());

    public async Task CallAsync(string address)
    {
        await RecordAsync();
        await CommandAsync($"call sip:{address}");
    }

    /// <summary>Answers when it rings.</summary>
    public async Task AnswerAsync()
    {
        await _process.WaitForLineAsync("Receiving new incoming call");
        await CommandAsync("answer");
        await _process.WaitForLineAsync("connected");
    }

    /// <summary>Writes to somebody, without an order for notifications.</summary>
    public Task SendMessageAsync(string address, string text) => CommandAsync($"chat sip:{address} {text}");

    /// <summary>Waits until a message is shown.</summary>
    public Task WaitForMessageAsync(string text) => _process.WaitForLineAsync(l => l.Contains("Message received", StringComparison.Ordinal) && l.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Messages of one line that it has shown.</summary>
    public IReadOnlyList<string> Messages() => [.. _process.Output.Split('\n').Select(l => ShownMessage().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>Takes its leave of the registrar and ends.</summary>
    public async Task QuitAsync()
    {
        await CommandAsync("unregister");
        await CommandAsync("quit");
        await _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    public Task HangUpAsync() => CommandAsync("terminate");

    /// <summary>Waits until the call is over.</summary>
    public Task WaitForEndAsync() => _process.WaitForLineAsync("ended");

    /// <summary>Waits until the recording of the last call has sound in it (after its end).</summary>
    public Task WaitForSoundAsync() => Eventually.IsTrueAsync(() => Heard().Peak > 0.02, () => $"heard {Heard()}");

    /// <summary>Waits until the recording of the last call shows the tone of another phone (after its end).</summary>
    public Task WaitForToneAsync(double frequency) => Eventually.IsTrueAsync(
        () => Heard() is { Peak: > 0.05 } heard && Math.Abs(heard.Frequency - frequency) < 40, () => $"heard {Heard()}\n{_process.Tail()}");

    private Task CommandAsync(string command) => _process.WriteLineAsync(command);

    /// <summary>Records the next call in a file of its own. The client does not survive this command while it rings.</summary>
    private Task RecordAsync() => CommandAsync($"record {Recording(++_recordings)}");

    private string Recording(int number) => Path.Combine(_directory.Path, $"heard-{number}.wav");

    private (double Peak, double Frequency) Heard() => WavFile.Analyze(Recording(_recordings));

    [GeneratedRegex("Message received from .*?: (.*)$")]
    private static partial Regex ShownMessage();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
