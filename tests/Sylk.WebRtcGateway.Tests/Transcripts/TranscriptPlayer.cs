using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sylk.Abstractions.Media;
using Sylk.Abstractions.Storage;
using Sylk.WebRtcGateway.Protocol;
using Sylk.WebRtcGateway.Tests.Fakes;

namespace Sylk.WebRtcGateway.Tests.Transcripts;

/// <summary>Replays a recorded conversation; the form of the files is explained beside them.</summary>
internal sealed partial class TranscriptPlayer
{
    private const string Domain = "sip.test";
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";

    private readonly GatewayHost _host;
    private readonly FakeNetwork _network;
    private readonly Dictionary<string, Browser> _browsers = [];
    private readonly RecordedIds _ids = new();

    private TranscriptPlayer(GatewayHost host)
    {
        _host = host;
        _network = new(Domain, new[] { "alice", "bob", "dave" }.ToDictionary(u => u, Ha1));
        host.Sip.Network = _network;
        host.Media.IsQuick = true;
    }

    public static async Task PlayAsync(string path)
    {
        await using var host = await GatewayHost.StartAsync();
        var player = new TranscriptPlayer(host);
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            number++;
            try
            {
                await player.PlayLineAsync(line);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"line {number}: {line}\n{e.Message}", e);
            }
        }

        foreach (var browser in player._browsers.Values)
        {
            // Whatever came unasked for would be in the way.
            await browser.RequestAsync("""{"sylkrtc":"ping"}""");
            browser.Dispose();
        }
    }

    private async Task PlayLineAsync(string line)
    {
        if (line.StartsWith('#'))
        {
            return;
        }

        var (who, what, rest) = Parse(line);
        switch (what)
        {
            case "opens":
                _browsers.Add(who, await Browser.ConnectAsync(_host.Address));
                break;
            case "closes":
                await Forget(who).CloseAsync();
                break;
            case "vanishes":
                Forget(who).Vanish();
                break;
            case ">":
                _network.Pause();
                await _browsers[who].SendAsync(_ids.ToOurs(rest).Replace("\"sdp\":\"SDP\"", $"\"sdp\":{JsonValue.Create(Sdp).ToJsonString()}", StringComparison.Ordinal));
                break;
            case "<" or "+":
                if (rest.StartsWith('{'))
                {
                    _network.Resume();
                }

                Check(Expected(rest), await _browsers[who].ReceiveAsync());
                break;
            case "-":
                break;
            case var time when who == "clock":
                _host.Store.Now = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
                break;
            case var account when who == "journal":
                await _host.Store.Accounts.TouchAsync(AccountAddress.Of(account));
                await _host.Store.Journals.AppendAsync(AccountAddress.Of(account), Received(JsonNode.Parse(rest)!));
                break;
            case "gives" when who == "network:":
                _network.GiveUp();
                break;
            case "registrar" when who == "network:":
                _network.RegistrarIsDown = true;
                break;
            case var session when who == "media":
                _host.Media.Of(session.TrimEnd(':')).Tell(new MediaFailed(MediaSide.A, MediaFailure.DtlsClosed, rest));
                break;
            default:
                throw new FormatException("no such line");
        }
    }

    private static JournalDraft Received(JsonNode entry) => new()
    {
        MessageId = (string)entry["message_id"]!,
        Contact = AccountAddress.Of((string)entry["contact"]!),
        Timestamp = (string)entry["timestamp"]!,
        Direction = MessageDirection.Incoming,
        ContentType = (string)entry["content_type"]!,
        Content = (string)entry["content"]!,
        Dispositions = MessageWords.ParseDispositions(string.Join(',', entry["disposition"]!.AsArray().Select(d => (string)d!))),
        State = MessageState.Received,
    };

    private static (string Who, string What, string Details) Parse(string line)
    {
        var match = Line().Match(line);
        return match.Success ? (match.Groups["who"].Value, match.Groups["what"].Value, match.Groups["rest"].Value) : throw new FormatException("no such line");
    }

    private Browser Forget(string who)
    {
        _browsers.Remove(who, out var browser);
        return browser!;
    }

    private static JsonObject Expected(string text) => text.Split(' ', 3) switch
    {
        ["ack", var transaction] => new() { ["sylkrtc"] = "ack", ["transaction"] = transaction },
        ["error", var transaction, var error] => new() { ["sylkrtc"] = "error", ["transaction"] = transaction, ["error"] = error },
        _ => JsonNode.Parse(text)!.AsObject(),
    };

    private void Check(JsonObject expected, JsonObject? received)
    {
        var ours = received?.DeepClone().AsObject() ?? throw new InvalidOperationException("the connection is closed");
        _ids.Learn(expected, ours);
        expected = JsonNode.Parse(_ids.ToOurs(expected.ToJsonString()))!.AsObject();
        if (ours["sdp"] is not null)
        {
            ours["sdp"] = "SDP";
        }

        Assert.True(JsonNode.DeepEquals(expected, ours), $"expected {expected.ToJsonString()}\nreceived {received.ToJsonString()}");
    }

    private static string Ha1(string user) => Convert.ToHexStringLower(
#pragma warning disable CA5351 // HA1 is defined so.
        MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{Domain}:{user}-pw")));
#pragma warning restore CA5351

    [GeneratedRegex("""^(?<who>\S+) (?<what>[-+](?=\[[^\]]+\] )|[^\s\[]+)(\[[^\]]+\])?( (?<rest>.*))?$""")]
    private static partial Regex Line();
}
