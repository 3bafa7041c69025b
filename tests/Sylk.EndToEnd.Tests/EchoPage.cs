namespace Sylk.EndToEnd.Tests;

/// <summary>A page that sends its camera and microphone and plays what comes back.</summary>
internal static class EchoPage
{
    public const string Html = """
        <!doctype html>
        <video id="remote" autoplay playsinline></video>
        <script>
        let pc;
        async function start(codec) {
          const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
          await connect(media, codec);
        }
        async function startWithoutDevices() {
          await connect(null);
        }
        async function connect(media, codec) {
          pc = new RTCPeerConnection();
          pc.ontrack = e => { document.getElementById('remote').srcObject = e.streams[0]; };
          if (media) {
            for (const track of media.getTracks()) pc.addTrack(track, media);
          } else {
            const context = new AudioContext();
            const target = context.createMediaStreamDestination();
            const tone = context.createOscillator();
            tone.connect(target);
            tone.start();
            pc.addTrack(target.stream.getTracks()[0], target.stream);
          }
          if (codec) {
            const known = RTCRtpReceiver.getCapabilities('video').codecs;
            pc.getTransceivers()[1].setCodecPreferences(known.filter(c => [`video/${codec}`, 'video/rtx'].includes(c.mimeType)));
          }
          await pc.setLocalDescription(await pc.createOffer());
          await pc.setRemoteDescription({ type: 'answer', sdp: await answer(pc.localDescription.sdp) });
        }
        async function report() {
          const all = [...(await pc.getStats()).values()];
          const one = (type, kind) => all.find(s => s.type === type && s.kind === kind) ?? {};
          const pair = all.find(s => s.type === 'candidate-pair' && s.nominated) ?? {};
          return {
            state: pc.connectionState,
            audioEnergy: one('inbound-rtp', 'audio').totalAudioEnergy ?? 0,
            audioReceived: one('inbound-rtp', 'audio').packetsReceived ?? 0,
            audioLost: one('inbound-rtp', 'audio').packetsLost ?? 0,
            framesDecoded: one('inbound-rtp', 'video').framesDecoded ?? 0,
            videoReceived: one('inbound-rtp', 'video').packetsReceived ?? 0,
            videoLost: one('inbound-rtp', 'video').packetsLost ?? 0,
            keyFramesEncoded: one('outbound-rtp', 'video').keyFramesEncoded ?? 0,
            framesEncoded: one('outbound-rtp', 'video').framesEncoded ?? 0,
            pliReceived: one('outbound-rtp', 'video').pliCount ?? 0,
            retransmitted: one('outbound-rtp', 'video').retransmittedPacketsSent ?? 0,
            repeatsReceived: one('inbound-rtp', 'video').retransmittedPacketsReceived ?? 0,
            reportsOfVideo: one('remote-inbound-rtp', 'video').roundTripTimeMeasurements ?? 0,
            reportsOfAudio: one('remote-inbound-rtp', 'audio').roundTripTimeMeasurements ?? 0,
            senderReports: one('remote-outbound-rtp', 'video').reportsSent ?? 0,
            codec: all.find(s => s.id === one('inbound-rtp', 'video').codecId)?.mimeType ?? '',
            protocol: all.find(s => s.id === pair.remoteCandidateId)?.protocol ?? '',
            bitrate: pair.availableOutgoingBitrate ?? 0,
          };
        }
        </script>
        """;
}
