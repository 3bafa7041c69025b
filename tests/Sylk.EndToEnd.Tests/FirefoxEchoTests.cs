using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Sylk.Abstractions.Media;
using Sylk.EndToEnd.Tests.Infrastructure;
using Sylk.EndToEnd.Tests.Peers;
using Sylk.Media.Plane;
using Sylk.Media.Sessions;

namespace Sylk.EndToEnd.Tests;

/// <summary>A stock Firefox, which never checks loopback: it needs the candidate with the address of an interface, so the media
/// plane listens on all addresses, as delivered.</summary>
public sealed class FirefoxEchoTests
{
    [Fact]
    public async Task Sound_returns()
    {
        using var media = new MediaPlane(
            new() { WebRtcAddresses = [IPAddress.Any], WebRtcPort = FreePorts.Take() }, TimeProvider.System, NullLogger<MediaPlane>.Instance);
        await using var service = new MediaService(media, new() { AllowLocalPeers = true });
        await using var echo = service.CreateEcho(new() { Kind = MediaLegKind.WebRtc });
        await using var browser = await FirefoxBrowser.StartAsync();
        var offer = await browser.EvaluateAsync("""
            (async () => {
              const context = new AudioContext();
              const target = context.createMediaStreamDestination();
              const tone = context.createOscillator();
              tone.connect(target);
              tone.start();
              window.pc = new RTCPeerConnection();
              pc.addTrack(target.stream.getTracks()[0], target.stream);
              await pc.setLocalDescription(await pc.createOffer());
              return pc.localDescription.sdp;
            })()
            """);
        var answer = JsonSerializer.Serialize(await echo.AnswerAsync(offer.GetString()!));
        await browser.EvaluateAsync($$"""pc.setRemoteDescription({ type: 'answer', sdp: {{answer}} })""");
        var seen = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                var received = await browser.EvaluateAsync(
                    "pc.getStats().then(all => [...all.values()].find(s => s.type === 'inbound-rtp')?.packetsReceived ?? 0)");
                seen = (await browser.EvaluateAsync("pc.iceConnectionState + ' ' + pc.connectionState")).ToString();
                return received.GetInt32() >= 50;
            },
            () => seen);
    }
}
