using Sylk.EndToEnd.Tests.Infrastructure;

namespace Sylk.EndToEnd.Tests.Peers;

/// <summary>linphone's console client. It plays a file (a 440 Hz tone) and records what it hears.</summary>
public sealed class LinphonePhone : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly ChildProcess _process;

    private LinphonePhone(TemporaryDirectory directory, ChildProcess process)
    {
        _directory = directory;
        _process = process;
    }

    /// <param name="encryption"><c>none</c>, <c>srtp</c> (SDES) or <c>dtls</c>.</param>
    /// <param name="autoAnswer">Whether it answers calls by itself.</param>
    public static async Task<LinphonePhone> StartAsync(string encryption = "none", bool autoAnswer = false)
    {
        var directory = new TemporaryDirectory();
        var rtp = FreePorts.TakeRange(8);
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
            [rtp]
            audio_rtp_port={rtp}-{rtp + 7}
            [net]
            nat_policy_ref=none
            """);
        var process = ChildProcess.Start("linphonec", [.. autoAnswer ? (string[])["-a"] : [], "-c", config], directory.Path,
            new Dictionary<string, string> { ["HOME"] = directory.Path });
        Directory.CreateDirectory(Path.Combine(directory.Path, ".local/share/linphone"));
        var phone = new LinphonePhone(directory, process);
        await phone.CommandAsync("soundcard use files");
        await process.WaitForLineAsync("Using wav files");
        Tone.Write(Path.Combine(directory.Path, "tone.wav"), 440, TimeSpan.FromSeconds(60));
        await phone.CommandAsync($"play {directory.Path}/tone.wav");
        await phone.CommandAsync($"record {directory.Path}/heard.wav");
        return phone;
    }

    public Task CommandAsync(string command) => _process.WriteLineAsync(command);

    public Task<string> WaitForAsync(string text, TimeSpan? timeout = null, int from = 0) => _process.WaitForLineAsync(text, timeout, from);

    public (double Peak, double Frequency) Heard() => WavFile.Analyze(Path.Combine(_directory.Path, "heard.wav"));

    public Task WaitForToneAsync(double frequency = 440) => Eventually.IsTrueAsync(
        () => Heard() is { Peak: > 0.05 } heard && Math.Abs(heard.Frequency - frequency) < 40, () => $"heard {Heard()}");

    public string Output => _process.Output;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
