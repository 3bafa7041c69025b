/**
 * What `getStats` says about a call, as rates since the sample before.
 *
 * @typedef {object} Flow
 * @property {string} [codec] for instance `opus`
 * @property {number} bitsPerSecond
 * @property {number} [loss] share of the packets that were lost, 0 to 1
 * @property {number} [jitter] in seconds
 * @property {number} packets so far
 * @property {number} [width] of the picture, also `height` and `framesPerSecond`
 * @property {number} [energy] of the sound so far (totalAudioEnergy)
 * @property {number} [frames] decoded or encoded so far
 *
 * @typedef {object} Quality
 * @property {{sent?: Flow, received?: Flow}} audio
 * @property {{sent?: Flow, received?: Flow}} video
 * @property {number} [roundTripTime] in seconds
 * @property {string} [protocol] of the media path: `udp` or `tcp`
 * @property {string} [remoteAddress] other end of the media path
 */
export class QualityMeter {
  #connection;
  #before = new Map();

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /** @returns {Promise<Quality>} */
  async sample() {
    const report = await this.#connection.getStats();
    const before = this.#before;
    this.#before = report;
    const quality = { audio: {}, video: {} };
    for (const stats of report.values()) {
      if (stats.type === 'inbound-rtp' && quality[stats.kind]) {
        quality[stats.kind].received = received(stats, before.get(stats.id), report);
      } else if (stats.type === 'outbound-rtp' && quality[stats.kind] && stats.active !== false) {
        quality[stats.kind].sent = sent(stats, before.get(stats.id), report);
      }
    }

    return { ...quality, ...path(report) };
  }
}

function received(stats, before, report) {
  const packets = stats.packetsReceived - (before?.packetsReceived ?? 0);
  const lost = Math.max(0, stats.packetsLost - (before?.packetsLost ?? 0));
  return {
    codec: codecOf(stats, report),
    bitsPerSecond: rate(stats, before, 'bytesReceived'),
    loss: packets + lost > 0 ? lost / (packets + lost) : 0,
    jitter: stats.jitter,
    packets: stats.packetsReceived,
    energy: stats.totalAudioEnergy,
    frames: stats.framesDecoded,
    width: stats.frameWidth,
    height: stats.frameHeight,
    framesPerSecond: stats.framesPerSecond,
  };
}

function sent(stats, before, report) {
  const remote = report.get(stats.remoteId);
  return {
    codec: codecOf(stats, report),
    bitsPerSecond: rate(stats, before, 'bytesSent'),
    loss: remote?.fractionLost,
    jitter: remote?.jitter,
    packets: stats.packetsSent,
    energy: report.get(stats.mediaSourceId)?.totalAudioEnergy,
    frames: stats.framesEncoded,
    width: stats.frameWidth,
    height: stats.frameHeight,
    framesPerSecond: stats.framesPerSecond,
  };
}

/** RTCP tells the way to the one who plays the sound; without it, ICE tells the way to the server. */
function path(report) {
  const all = [...report.values()];
  const transport = all.find(stats => stats.type === 'transport' && stats.selectedCandidatePairId);
  const pair = report.get(transport?.selectedCandidatePairId)
    ?? all.find(stats => stats.type === 'candidate-pair' && stats.nominated && stats.state === 'succeeded');
  const remote = report.get(pair?.remoteCandidateId);
  const byRtcp = all.filter(stats => stats.type === 'remote-inbound-rtp' && stats.roundTripTime > 0)
    .sort((a, b) => a.kind.localeCompare(b.kind))[0];
  return {
    roundTripTime: byRtcp?.roundTripTime ?? pair?.currentRoundTripTime,
    protocol: report.get(pair?.localCandidateId)?.protocol,
    remoteAddress: remote?.address && `${remote.address}:${remote.port}`,
  };
}

function codecOf(stats, report) {
  return report.get(stats.codecId)?.mimeType.split('/')[1];
}

function rate(stats, before, counter) {
  return before ? Math.max(0, stats[counter] - before[counter]) * 8000 / (stats.timestamp - before.timestamp) : 0;
}
