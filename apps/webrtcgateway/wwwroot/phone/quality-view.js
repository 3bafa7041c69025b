import { byId, make, setText } from './dom.js';
import { QualityMeter } from '../sylk-client.js';

const period = 1000;

/** From which loss (0 to 1) and round trip (seconds) on a call is no longer good, and is poor. */
const limits = { fair: { loss: 0.02, roundTripTime: 0.25 }, poor: { loss: 0.08, roundTripTime: 0.5 } };

/** One line about how well the call goes, and a table for those who want to know. */
export class QualityView {
  #meter = null;
  #connection = null;
  #timer = 0;
  #details = byId('call-quality');

  /** @param {RTCPeerConnection|null} connection measured from now on; null: nothing to measure */
  show(connection) {
    if (connection === this.#connection) {
      return;
    }

    this.#connection = connection;
    this.#meter = connection && new QualityMeter(connection);
    clearInterval(this.#timer);
    this.#details.hidden = true;
    this.#details.open = false;
    if (connection) {
      this.#timer = setInterval(() => this.#sample(this.#meter), period);
      this.#sample(this.#meter);
    }
  }

  async #sample(meter) {
    const quality = await meter.sample();
    if (meter !== this.#meter) {
      return;
    }

    const line = lineOf(quality);
    this.#details.hidden = line === '';
    this.#details.dataset.level = levelOf(quality);
    setText(byId('call-quality-line'), line);
    if (this.#details.open) {
      this.#tabulate(quality);
    }
  }

  #tabulate(quality) {
    const rows = ['audio', 'video'].flatMap(kind => ['sent', 'received'].map(way => [kind, way, quality[kind][way]]));
    byId('call-quality-rows').replaceChildren(...rows.filter(([, , flow]) => flow?.codec).map(([kind, way, flow]) =>
      make('tr', {},
        make('th', { scope: 'row', textContent: `${kind === 'audio' ? 'Sound' : 'Picture'} ${way}` }),
        make('td', { textContent: flow.codec + (flow.width ? ` ${flow.width}×${flow.height}` : '') }),
        make('td', { textContent: rateOf(flow.bitsPerSecond) }),
        make('td', { textContent: flow.loss === undefined ? '' : percent(flow.loss) }),
        make('td', { textContent: flow.jitter === undefined ? '' : milliseconds(flow.jitter) }))));
    const { protocol, remoteAddress } = quality;
    setText(byId('call-quality-path'), remoteAddress ? `Media over ${(protocol ?? '').toUpperCase()} with ${remoteAddress}` : '');
  }
}

function lineOf({ audio, video, roundTripTime }) {
  const codecs = [audio, video].map(({ sent, received }) => (received ?? sent)?.codec).filter(Boolean);
  if (codecs.length === 0) {
    return '';
  }

  const total = way => (audio[way]?.bitsPerSecond ?? 0) + (video[way]?.bitsPerSecond ?? 0);
  return [
    codecs.join(' + '),
    `↑ ${rateOf(total('sent'))}`,
    `↓ ${rateOf(total('received'))}`,
    `${percent(worstLoss({ audio, video }))} loss`,
    roundTripTime === undefined ? '' : milliseconds(roundTripTime),
  ].filter(Boolean).join(' · ');
}

function levelOf({ audio, video, roundTripTime = 0 }) {
  const loss = worstLoss({ audio, video });
  const exceeds = limit => loss > limit.loss || roundTripTime > limit.roundTripTime;
  return exceeds(limits.poor) ? 'poor' : exceeds(limits.fair) ? 'fair' : 'good';
}

function worstLoss({ audio, video }) {
  return Math.max(...[audio, video].flatMap(({ sent, received }) => [sent?.loss ?? 0, received?.loss ?? 0]));
}

function rateOf(bitsPerSecond) {
  return bitsPerSecond < 1e6 ? `${Math.round(bitsPerSecond / 1000)} kb/s` : `${(bitsPerSecond / 1e6).toFixed(1)} Mb/s`;
}

function percent(share) {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
}

function milliseconds(seconds) {
  return `${Math.round(seconds * 1000)} ms`;
}
