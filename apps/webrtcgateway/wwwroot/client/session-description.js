/**
 * The few facts about an SDP (RFC 8866) that the browser's own objects do not tell.
 *
 * @typedef {{ kind: string, port: number, direction: string, codecs: string[] }} MediaSection
 */

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** @returns {MediaSection[]} */
export function mediaSections(sdp) {
  const [session, ...sections] = (sdp ?? '').split(/\r?\n(?=m=)/);
  const inherited = directionOf(session) ?? 'sendrecv';
  return sections.map(section => {
    const [, kind, port] = /^m=(\S+) (\d+)/.exec(section) ?? [null, '', '0'];
    return {
      kind,
      port: Number(port),
      direction: directionOf(section) ?? inherited,
      codecs: Array.from(section.matchAll(/^a=rtpmap:\d+ ([^/\s]+)/gm), match => match[1].toLowerCase()),
    };
  });
}

/** Which kinds of media the author of this SDP wants to send or to receive. */
export function offeredMedia(sdp) {
  const offers = kind => mediaSections(sdp).some(section =>
    section.kind === kind && section.port !== 0 && section.direction !== 'inactive');
  return { audio: offers('audio'), video: offers('video') };
}

/** On hold (RFC 3264, section 8.4) the author of this SDP no longer wants to hear the other side. */
export function isHold(sdp) {
  const audio = mediaSections(sdp).find(section => section.kind === 'audio' && section.port !== 0);
  return audio?.direction === 'sendonly' || audio?.direction === 'inactive';
}

/** Whether DTMF can go as RTP events (RFC 4733). */
export function takesTelephoneEvents(sdp) {
  return mediaSections(sdp).some(section => section.kind === 'audio' && section.codecs.includes('telephone-event'));
}

function directionOf(section) {
  return directions.find(direction => new RegExp(`^a=${direction}\\s*$`, 'm').test(section));
}
